"""Where a gap, or a change over years, comes from, in words. They say where it lies, never why, and nothing of whether
it is there: that is for the interval of the gap to say.

Points are shown with one decimal, and the parts shown add up to the whole shown (largest remainder). A part of the
other sign than the whole is said to work against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from monitoring.analysis.formatting import parts_per_hundred, per_hundred, percent, plain, points, school_year
from monitoring.analysis.reasons import PHRASES, TOO_FEW_YEARS

PLACES = {
    "between_districts": "between districts",
    "within_districts": "within districts",
    "between_schools": "between schools of one district",
    "within_schools": "within schools",
    "between_courses": "between courses of one school",
    "within_courses": "between classes of one course",
    "between_classes": "between classes of one school",
    "within_classes": "within classes",
}
IN_ONE_DISTRICT = {**PLACES, "between_schools": "between schools"}
IN_ONE_SCHOOL = {**PLACES, "between_courses": "between courses"}

_PLACES_OF = {"between_districts": PLACES, "between_schools": IN_ONE_DISTRICT}

Told = list[tuple[Decimal, str]]  # points as shown, and where they lie


def gap_parts_sentence(
    gap: float | None, parts: Mapping[str, float | None], why: str = "", *, is_favorable: bool = False
) -> str:
    """The parts of a gap that make it up, as decompose has them, in the order in which they are said; `why`, in words,
    there is none. `is_favorable`: the rate is of what is good to meet, and the gap of those who do not.

    >>> parts = {"between_districts": 0.029, "between_schools": 0.01, "within_schools": 0.003}
    >>> gap_parts_sentence(0.042, parts)
    'Of a gap of 4.2 points, 2.9 lie between districts, 1.0 between schools of one district and 0.3 within schools.'
    >>> gap_parts_sentence(-0.02, {"between_schools": -0.03, "within_schools": 0.01})
    "Of the 2.0 points by which the group's rate is lower, 3.0 lie between schools; 1.0 within schools works against \
it."
    >>> gap_parts_sentence(-0.01, {"between_schools": -0.01}, is_favorable=True)
    "Of the 1.0 point by which the group's rate is higher, 1.0 lies between schools."
    >>> gap_parts_sentence(None, {}, PHRASES["one_side"])
    'There is no gap to split: all students compared are on one side.'
    """
    if gap is None:
        return f"There is no gap to split: {why}."
    places = next((places for name, places in _PLACES_OF.items() if name in parts), IN_ONE_SCHOOL)
    whole = per_hundred(gap)
    told = _told(parts, places, whole)
    if not whole:
        return f"There is no gap at one decimal{_offset(told) or ', nor a part of one'}."
    if whole > 0:
        return f"Of a gap of {_points(whole)}, {_split(whole, told, 'the gap')}."
    which = "higher" if is_favorable else "lower"
    return f"Of the {_points(-whole)} by which the group's rate is {which}, {_split(whole, told, 'it')}."


@dataclass(frozen=True)
class Change:
    """Of a rate or a gap between two school years. Shares, 0..1."""

    years: tuple[int, int]
    before: float | None
    after: float | None
    rate_effect: float | None
    mix_effect: float | None
    in_one_year: float | None
    reason: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any], whose: str, years: tuple[int, int]) -> Change:
        """From a row of change_over_years. `whose`: focal, reference or gap."""
        named = ("before", "after", "rate_effect", "mix_effect", "in_one_year")
        parts = {part: row[f"{whose}_{part}"] for part in named}
        return cls(years, **parts, reason=row["reason" if whose == "gap" else f"{whose}_reason"])


def rate_change_sentence(change: Change, students: str, units: str = "schools") -> str:
    """How a rate went from one year to another. `students`: whose, like "low-income students".

    >>> rate_change_sentence(Change((2020, 2021), 0.2, 0.23, 0.02, 0.007, 0.003, None), "low-income students")
    'From 2019-20 to 2020-21 the rate of low-income students rose from 20.0% to 23.0%. Of these 3.0 points, 2.0 lie in \
the rates of the same schools, 0.7 in how these students are spread over schools and 0.3 in schools with such students \
in only one of the two years.'
    """
    if change.before is None or change.after is None:
        return _no_change(change, f"the rate of {students}")
    ends = percent(change.before), percent(change.after)
    return _change_sentence(change, f"the rate of {students}", ends, _places("these students", units))


def gap_change_sentence(change: Change, units: str = "schools") -> str:
    """How a gap went from one year to another; where it is below zero in one of them, what that means.

    >>> gap_change_sentence(Change((2020, 2021), 0.05, 0.042, -0.01, 0.002, 0.0, None))
    'From 2019-20 to 2020-21 the gap fell from 5.0 to 4.2 points. Of these 0.8 points, 1.0 lies in the rates of the \
same schools; 0.2 in how students of both groups are spread over schools work against the fall.'
    """
    if change.before is None or change.after is None:
        return _no_change(change, "the gap")
    before, after = points(change.before), points(change.after)
    is_below = min(per_hundred(change.before), per_hundred(change.after)) < 0
    what = "the gap (below zero the group is better off)" if is_below else "the gap"
    return _change_sentence(change, what, (before.split()[0], after), _places("students of both groups", units))


def _no_change(change: Change, what: str) -> str:
    first, last = (school_year(year) for year in change.years)
    nobody = "in one of these years there is nobody to compare"
    why = nobody if change.reason == TOO_FEW_YEARS else PHRASES[change.reason or ""]
    return f"There is no change of {what} to show from {first} to {last}: {why}."


def _places(students: str, units: str) -> dict[str, str]:
    return {
        "rate_effect": f"in the rates of the same {units}",
        "mix_effect": f"in how {students} are spread over {units}",
        "in_one_year": f"in {units} with such students in only one of the two years",
    }


def _change_sentence(change: Change, what: str, ends: tuple[str, str], places: Mapping[str, str]) -> str:
    """The change is that of both ends as they are shown; units of one year are named where there are any."""
    whole = per_hundred(change.after or 0.0) - per_hundred(change.before or 0.0)
    parts = {"rate_effect": change.rate_effect, "mix_effect": change.mix_effect, "in_one_year": change.in_one_year}
    told = _told({name: part for name, part in parts.items() if part or name != "in_one_year"}, places, whole)
    from_to = f"From {school_year(change.years[0])} to {school_year(change.years[1])} {what}"
    if not whole:
        return f"{from_to} stayed at {ends[1]}, to one decimal{_offset(told)}."
    went = "rose" if whole > 0 else "fell"
    against = "the rise" if whole > 0 else "the fall"
    return (
        f"{from_to} {went} from {ends[0]} to {ends[1]}. Of "
        f"{'this' if abs(whole) == 1 else 'these'} {_points(abs(whole))}, {_split(whole, told, against)}."
    )


def _told(parts: Mapping[str, float | None], places: Mapping[str, str], whole: Decimal) -> Told:
    shown = parts_per_hundred([part or 0.0 for part in parts.values()], whole)
    return [(part, places[name]) for part, name in zip(shown, parts, strict=True)]


def _split(whole: Decimal, told: Told, what: str) -> str:
    """Parts that go the way of the whole, and those that work against `what` it is; all without a sign."""
    along = [(abs(part), place) for part, place in told if part * whole >= 0]
    others = [(abs(part), place) for part, place in told if part * whole < 0]
    (first, place), *rest = along
    lies = _and([f"{plain(first)} {'lies' if first == 1 else 'lie'} {place}", *_each(rest)])
    if not others:
        return lies
    works = "works" if len(others) == 1 and others[0][0] == 1 else "work"
    return f"{lies}; {_and(_each(others))} {works} against {what}"


def _offset(told: Told) -> str:
    """Of a whole that is none: which parts are made up for by which; empty where there are none."""
    more, less = ([(abs(part), place) for part, place in told if part * sign > 0] for sign in (1, -1))
    if not more:
        return ""
    (first, place), *rest = more
    verb = "is" if len(more) == 1 and first == 1 else "are"
    return f": {_and([f'{_points(first)} {place}', *_each(rest)])} {verb} offset by {_and(_each(less))}"


def _each(told: Iterable[tuple[Decimal, str]]) -> list[str]:
    return [f"{plain(part)} {place}" for part, place in told]


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _points(shown: Decimal) -> str:
    return points(float(shown) / 100)
