"""The audit chain: appended in the act's own transaction, and telling when it was touched."""

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from districts import audit
from districts.models import AuditEvent
from districts.wall import OutsideScope, in_district
from tests.districts.cast import Cast, build_cast


def test_events_are_numbered_and_chained_in_each_district(cast: Cast) -> None:
    with in_district(cast.north.id):
        events = list(AuditEvent.objects.order_by("number"))
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert [event.previous_hash for event in events] == [audit.START, *(event.hash for event in events[:-1])]
    with in_district(cast.north.id):
        report = audit.check_chain(cast.north.id)
    assert report == audit.ChainReport(len(events), events[-1].hash, None)


def test_an_event_falls_with_the_act_it_tells_of(cast: Cast) -> None:
    alice = cast.north.member("district_admin")
    with in_district(cast.north.id):
        before = AuditEvent.objects.count()
        with transaction.atomic():
            audit.record(verb="tried", obj=alice, detail={}, by=alice)
            transaction.set_rollback(True)
        assert AuditEvent.objects.count() == before


def test_details_come_back_from_the_database_with_the_same_hash(cast: Cast) -> None:
    alice = cast.north.member("district_admin")
    detail = {"z": 1, "a": [1.5, 1e16, -0.0, 1e-7, None, True], "é": {"n": 12_345_678_901_234_567}, "when": alice.since}
    with in_district(cast.north.id):
        audit.record(verb="noted", obj=alice, detail=detail, by="Somebody")
        assert audit.check_chain(cast.north.id).ok


def test_a_chain_is_not_reported_whole_from_another_districts_scope(cast: Cast) -> None:
    with in_district(cast.north.id), pytest.raises(OutsideScope):
        audit.check_chain(cast.south.id)


def test_an_event_is_not_written_into_another_districts_chain(cast: Cast) -> None:
    alice = cast.north.member("district_admin")
    with in_district(cast.north.id), pytest.raises(OutsideScope):
        audit.record(verb="tried", obj=alice, detail={}, by=alice, district_id=cast.south.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE districts_auditevent SET verb = 'nothing'",
        "DELETE FROM districts_auditevent",
        "TRUNCATE districts_auditevent",
    ],
)
def test_no_scope_can_change_events(cast: Cast, statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with in_district(cast.north.id), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


OWNER_TAMPERS = {
    "event 2 was changed": "UPDATE districts_auditevent SET actor_name = 'Somebody else' WHERE number = 2",
    "event 3 was changed": "UPDATE districts_auditevent SET hash = repeat('0', 64) WHERE number = 3",
    "event 2 is missing": "DELETE FROM districts_auditevent WHERE number = 2",
    "event 1 is missing": "DELETE FROM districts_auditevent WHERE number = 1",
}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize(("found", "tampering"), OWNER_TAMPERS.items())
def test_tampering_by_the_owner_of_the_database_is_found(found: str, tampering: str) -> None:
    cast = build_cast()
    tamper_as_owner(tampering)
    with in_district(cast.north.id):
        assert audit.check_chain(cast.north.id).what == found


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_events_cut_off_at_the_end_are_found_by_an_earlier_head() -> None:
    cast = build_cast()
    with in_district(cast.north.id):
        head = audit.check_chain(cast.north.id).head
    tamper_as_owner("DELETE FROM districts_auditevent WHERE number > 2")
    with in_district(cast.north.id):
        assert audit.check_chain(cast.north.id).ok
        assert audit.check_chain(cast.north.id, head=head).what == "events after the end are missing"


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_triggers_stop_even_the_owner() -> None:
    build_cast()
    changes = (
        "UPDATE districts_auditevent SET verb = ''",
        "DELETE FROM districts_auditevent",
        "TRUNCATE districts_auditevent",
    )
    for change in changes:
        with pytest.raises(ProgrammingError, match="append-only"):
            as_owner("ALTER TABLE districts_auditevent DISABLE ROW LEVEL SECURITY", change)


def tamper_as_owner(statement: str) -> None:
    """What somebody with the owner's password would have to do."""
    off = ("DISABLE TRIGGER USER", "DISABLE ROW LEVEL SECURITY")
    on = ("ENABLE TRIGGER USER", "ENABLE ROW LEVEL SECURITY")
    as_owner(
        *(f"ALTER TABLE districts_auditevent {words}" for words in off),
        statement,
        *(f"ALTER TABLE districts_auditevent {words}" for words in on),
    )


def as_owner(*statements: str) -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
