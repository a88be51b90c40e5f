"""How two definitions differ, field by field, in readers' words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from monitoring.analysis.formatting import school_year

from .definition import WORDS, Definition
from .kinds import KINDS
from .parameters import NOTHING

LEVEL_WORDS = {"school": "schools", "district": "districts", "state": "the state"}
PUBLISHED = "as they are published"


@dataclass(frozen=True)
class Changed:
    """A field that differs: `field` names it to programs, `title` to readers."""

    field: str
    title: str
    before: str
    after: str


def difference(one: Definition, other: Definition) -> tuple[Changed, ...]:
    """What differs between two versions, in the order in which a page tells it.

    >>> from monitoring.analysis.people.absence import DaysAbsent
    >>> ten, twelve = (Definition("T_ABS_GT10", n, DaysAbsent(more_than=days)) for n, days in ((1, 10), (2, 12)))
    >>> [(one.title, one.before, one.after) for one in difference(ten, twelve)]
    [('Absent on', 'more than 10 days', 'more than 12 days')]
    """
    shown = {"levels": ("Given for", _levels), "years": ("Holds in", years_in_words)}
    shown |= {"review_date": ("Review", _day), "due": ("Due", lambda one: _day(one, "due"))}
    shown |= {"rationale": ("Rationale", lambda one: one.rationale or NOTHING)}
    told = [Changed(name, title, say(one), say(other)) for name, (title, say) in shown.items()]
    return (*rules_differ(one, other), *_words(one, other), *(each for each in told if each.before != each.after))


def rules_differ(one: Definition, other: Definition) -> tuple[Changed, ...]:
    """What differs in how figures are made: the kind of rule, or its parameters."""
    before, after = (_data(each) for each in (one, other))
    if before["kind"] != after["kind"]:
        return (Changed("kind", "Figures are made of", _kind(before), _kind(after)),)
    if before["kind"] is None:
        return ()
    parameters = KINDS[before["kind"]].parameters
    pairs = [(each, each.say(before[each.name]), each.say(after[each.name])) for each in parameters]
    return tuple(Changed(each.name, each.title, was, now) for each, was, now in pairs if was != now)


def rule_in_words(one: Definition) -> tuple[tuple[str, str], ...]:
    """Kind and parameters, each with what it says; those that say nothing left out."""
    data = _data(one)
    if data["kind"] is None:
        return (("Figures are taken", PUBLISHED),)
    said = [(each.title, each.say(data[each.name])) for each in KINDS[data["kind"]].parameters]
    return (("Figures are made of", _kind(data)), *(pair for pair in said if pair[1] != NOTHING))


def years_in_words(one: Definition) -> str:
    """
    >>> [years_in_words(Definition("T_TURN", 1, None, *years)) for years in ((None, 2016), (2017, None), (2020, 2020))]
    ['all school years until 2015-16', 'from 2016-17 on', '2019-20']
    """
    first, last = one.first_year, one.last_year
    if first and last:
        return school_year(first) if first == last else f"{school_year(first)} to {school_year(last)}"
    if first:
        return f"from {school_year(first)} on"
    return f"all school years until {school_year(last)}" if last else "all school years"


def _words(one: Definition, other: Definition) -> list[Changed]:
    pairs = [(name, getattr(one.measure, name), getattr(other.measure, name)) for name in WORDS]
    return [Changed(name, WORDS[name], was or NOTHING, now or NOTHING) for name, was, now in pairs if was != now]


def _data(one: Definition) -> dict[str, Any]:
    return one.rule.as_data if one.rule else {"kind": None}


def _kind(data: dict[str, Any]) -> str:
    return KINDS[data["kind"]].title if data["kind"] else PUBLISHED


def _levels(one: Definition) -> str:
    return ", ".join(LEVEL_WORDS[level] for level in one.levels)


def _day(one: Definition, name: str = "review_date") -> str:
    day = getattr(one, name)
    return f"{day:%B} {day.day}, {day.year}" if day else NOTHING
