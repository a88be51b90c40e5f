"""What stands between a collection and its next state: who does what by when, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitoring.intake.certification.calendar import day_in_words
from monitoring.intake.certification.catalogue import layout_title
from monitoring.intake.certification.facts import Act, Found
from monitoring.intake.certification.standing import PREPARING, SIGNED, Standing, State

STEWARD, CERTIFIER, ANALYST = "the data steward", "the certifier", "an analyst of ESE"


@dataclass(frozen=True)
class Step:
    """`who` does `what`; `about` says why, where there is more to say than the act itself."""

    who: str
    what: str
    about: str = ""

    def __str__(self) -> str:
        sentence = f"{self.who} {self.what}."
        return f"{self.about}: {sentence}" if self.about else sentence[0].upper() + sentence[1:]


def next_steps(how: Standing) -> list[Step]:
    """What is to be done, in order; nothing where all is done. The last one is the act that leads on."""
    if how.state in PREPARING:
        return [*_to_mend(how), Step(STEWARD, f"submits it {_due(how)}")]
    if how.state is State.EDIT_WINDOW and how.window and how.window.until:
        return [*_to_mend(how), Step(CERTIFIER, f"certifies it again by {day_in_words(how.window.until)}")]
    if how.state is State.SUBMITTED:
        return [*_to_mend(how), Step(CERTIFIER, f"reads the summaries and certifies it, or withdraws it, {_due(how)}")]
    if how.state is State.SUPERSEDED:
        about = "Other rows are in force than were certified"
        return [Step("the district", "asks ESE for an edit window, in which it is certified again", about)]
    if how.state in SIGNED and how.certified:
        return [Step(ANALYST, f"who is not {how.certified.name} accepts it, or returns it with a reason")]
    return []


def lock_words(how: Standing) -> str:
    """Why files are not taken now, by whose act, until when, and what to do; empty where they are."""
    if not how.is_locked or how.made is None:
        return ""
    done, by = _LOCKING[how.made.act], f"by {how.made.name} on {day_in_words(how.made.day)}"
    if how.state is State.SUBMITTED:
        return f"It was {done} {by}. Its files stay as they are until {STEWARD} or {CERTIFIER} withdraws it."
    if how.state in SIGNED and how.today <= how.dates.edits_until:
        last = day_in_words(how.dates.edits_until)
        return (
            f"It was {done} {by}. To change it, {CERTIFIER} withdraws it by {last}; later, ESE is asked for a window."
        )
    return f"It was {done} {by}, so its files stay as they are. To change them, ask ESE for an edit window."


def newer_words(how: Standing) -> str:
    """What to do for newer rows to count that came beside a collection since it was certified."""
    signed = day_in_words(how.certified.day) if how.certified else ""
    stays = f"Others than the district see figures with what stood when it was certified on {signed}"
    if how.state is State.EDIT_WINDOW:
        return f"{stays}. The newer rows count once {CERTIFIER} certifies it again, in the edit window that is open."
    if how.state in SIGNED and how.today <= how.dates.edits_until:
        last = day_in_words(how.dates.edits_until)
        return (
            f"{stays}. For the newer rows to count, {CERTIFIER} withdraws it by {last} and it is certified again;"
            " later, ESE opens an edit window for that."
        )
    return f"{stays}. For the newer rows to count, {CERTIFIER} certifies it again in an edit window."


_LOCKING = {Act.SUBMIT: "submitted", Act.CERTIFY: "certified", Act.ACCEPT: "accepted"}


def _to_mend(how: Standing) -> Iterator[Step]:
    """What the files ask for, before the collection can go on."""
    facts = how.facts
    if facts is None:
        return
    if how.today < how.dates.opens:
        yield Step(STEWARD, "can submit it from then on", f"It opens on {day_in_words(how.dates.opens)}")
    if not (facts.files or how.collection.required):
        yield Step(STEWARD, "sends one, where the district has figures to report", "No file was sent")
    for layout in facts.missing(how.collection):
        yield Step(STEWARD, "sends it", f"“{layout_title(layout)}” was not submitted")
    for file in facts.faulty:
        about = f"{layout_title(file.layout)}, file “{file.file_name}”, has {_times(file.errors, 'error')}"
        yield Step(STEWARD, "sends it put right", about)
    if facts.being_checked:
        yield Step("this page", "says more in a moment", f"{_times(facts.being_checked, 'file')} still being checked")
    if facts.is_being_compared:
        yield Step("this page", "says more in a moment", "The files are still being checked against each other")
    if facts.is_not_compared:
        about = "The last check of the files against each other did not come to an end"
        yield Step("this page", "says more once it was tried again, which it is every quarter of an hour", about)
    for found in facts.cross_errors:
        yield Step(STEWARD, "puts right the files that do not agree", _named(found))
    for found in facts.unexplained:
        yield Step(f"{STEWARD} or {CERTIFIER}", "explains it, or a file put right is sent", _named(found))


def _named(found: Found) -> str:
    place = f", {layout_title(found.layout)}" if found.layout else ""
    return f"{found.title} ({_times(found.total, 'time')}{place})"


def _times(number: int, word: str) -> str:
    """
    >>> _times(1, "error"), _times(1200, "time")
    ('1 error', '1,200 times')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _due(how: Standing) -> str:
    day = day_in_words(how.dates.certify_by)
    return f"as soon as possible, for it was due on {day}" if how.days_left < 0 else f"in time to be certified by {day}"
