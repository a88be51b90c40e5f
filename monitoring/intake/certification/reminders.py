"""When a district is reminded of a collection, and in what words. Pure.

Nothing here names a person, or tells what stands in a file or how it is called: the words go by mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from monitoring.intake.certification.calendar import Dates, day_in_words
from monitoring.intake.certification.catalogue import layout_title
from monitoring.intake.certification.standing import PREPARING, Standing, State
from monitoring.intake.certification.working_days import working_day

WORKING_DAYS_BEFORE = (10, 3)
LATE, BY_HAND = "late", "by_hand"
STILL_LATE = 5  # working days after it was due on which a reminder that did not go out is made up for


@dataclass(frozen=True)
class Mail:
    """What is sent to each of the district's data stewards and certifiers."""

    subject: str
    text: str


def title_of(occasion: str) -> str:
    """
    >>> title_of("3"), title_of(LATE)
    ('3 working days before it is due', 'After it was due')
    """
    titles = {LATE: "After it was due", BY_HAND: "By hand"}
    return titles.get(occasion, f"{occasion} working days before it is due")


def occasion_on(dates: Dates, today: dt.date, *, state: str) -> str:
    """Which automatic reminder is due: the last whose day has come, so that one which could not go out in time still
    does, and never two at once; empty where none is. Columbus Day, October 14, is no working day.

    >>> dates = Dates(dt.date(2024, 10, 1), dt.date(2024, 10, 25), dt.date(2024, 11, 1))
    >>> [occasion_on(dates, dt.date(2024, 10, day), state="MA") for day in (9, 10, 21, 22, 25, 26)]
    ['', '10', '10', '3', '3', 'late']
    """
    if today > dates.certify_by:
        return LATE if today <= working_day(dates.certify_by, STILL_LATE, state=state) else ""
    come = [days for days in WORKING_DAYS_BEFORE if working_day(dates.certify_by, -days, state=state) <= today]
    return str(min(come)) if come and today >= dates.opens else ""


def asks_for_more(how: Standing) -> bool:
    """Whether the district has anything left to do: its people are reminded of nothing else."""
    return how.is_asked and (how.certified is None or how.state in (State.EDIT_WINDOW, State.SUPERSEDED))


def still_missing(how: Standing) -> list[str]:
    """What stands between the collection and its certification, in counts and titles of layouts; the last is an act."""
    return [*_in_files(how), *_acts(how)]


def _in_files(how: Standing) -> Iterator[str]:
    facts = how.facts
    if facts is None:
        return
    if missing := facts.missing(how.collection):
        yield f"Not sent yet: {', '.join(layout_title(layout) for layout in missing)}."
    if facts.faulty:
        yield f"{_number(len(facts.faulty), 'file has', 'files have')} errors to be put right."
    if facts.being_checked or facts.is_being_compared:
        yield "Files are still being checked."
    if facts.is_not_compared:
        yield "Its files could not be checked against each other yet; that is tried again."
    if found := len(facts.cross_errors):
        yield f"{_number(found, 'rule finds', 'rules find')} that its files do not agree."
    if found := len(facts.unexplained):
        yield f"{_number(found, 'kind of warning waits', 'kinds of warnings wait')} for an explanation."


def _acts(how: Standing) -> Iterator[str]:
    if how.state in PREPARING:
        yield "The data steward submits it, and the certifier certifies it."
    elif how.state is State.SUPERSEDED:
        yield "Other rows are in force than were certified: the district asks ESE for an edit window."
    else:
        yield f"The certifier {'certifies it again' if how.window else 'certifies it'}."


def mail_of(how: Standing, *, place: str, school_year: str, link: str, note: str = "", by: str = "") -> Mail:
    """The mail on a collection of the district named `place`; with a `note` of the person of ESE who sends it."""
    title, due = f"{how.collection.title} {school_year}", day_in_words(how.dates.certify_by)
    when = f"was due on {due}" if how.days_left < 0 else f"is to be certified by {due}"
    said = [f"{by} of ESE writes:\n{note}"] if note else []
    left = "\n".join(f"- {one}" for one in still_missing(how))
    parts = [
        f"The {title} of {place} {when}. This is a kind reminder of what is still open:",
        left,
        *said,
        f"What is next, step by step, stands here:\n{link}",
        "Thank you. This goes to the data stewards and certifiers of the district; its administrators can turn"
        " reminders that are sent by themselves off, on the page of collections.",
    ]
    return Mail(f"{title}, {place}: {'was due' if how.days_left < 0 else 'due'} {due}", "\n\n".join(parts) + "\n")


def _number(count: int, one: str, many: str) -> str:
    """
    >>> _number(1, "file has", "files have"), _number(2, "file has", "files have")
    ('1 file has', '2 files have')
    """
    return f"{count:,} {one if count == 1 else many}"
