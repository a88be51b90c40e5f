"""The topics of the work that intake promises through the outbox."""

CHECK_TOPIC = "intake.check_upload"
CROSS_TOPIC = "intake.cross_check"
REMOVE_TOPIC = "intake.remove_original"
REMIND_TOPIC = "intake.remind"
RECOMPUTE_TOPIC = "results.recompute"
INDEX_TOPIC = "results.index_people"
PEOPLE_TOPIC = "results.add_up_people"
EXPERIENCES_TOPIC = "results.experiences"
STATE_EXPERIENCES_TOPIC = "results.experiences_of_state"


def key_of(school_year: int, collection: str) -> str:
    """By which CROSS_TOPIC knows the files of a tenant's school year and collection."""
    return f"{school_year}-{collection}"


def place_of(key: str) -> tuple[int, str]:
    """The other way round.

    >>> place_of(key_of(2025, "OCT"))
    (2025, 'OCT')
    """
    school_year, collection = key.split("-")
    return int(school_year), collection
