"""Where to look first: at most three gaps between a district's own schools, the clearest first.

Only a gap that is clearly above zero is a place to look at. How clear it is, is how often its interval would fit
between zero and it: the difference over the distance from it to the lower end. A large gap of few people comes after a
small one of many. Each measure is named once, by the student group for which it is clearest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar, cast

from monitoring.analysis.formatting import count, percent
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.lead import LeadFigures
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.reasons import WITHHELD
from monitoring.analysis.sentences import GapFigures, difference_words, interval_words, when_words
from monitoring.analysis.verdicts import HIGHER, TOO_FEW

MOST = 3
NAMED_SCHOOLS = 3
EACH_SCHOOL = "The district's page has each school beside the state."
BY_CHANCE = 0.025  # of comparisons without a gap, those whose whole 95% interval lies above zero


Gap = TypeVar("Gap", bound=LeadFigures)


@dataclass(frozen=True)
class Place(Generic[Gap]):
    """A gap to look at first. `also`: other groups of students for which the same measure is clearly above zero."""

    gap: Gap
    also: tuple[str, ...]


def clearness(gap: LeadFigures) -> float:
    """How clearly a gap is above zero; more than one where its whole interval is.

    >>> from types import SimpleNamespace
    >>> large = SimpleNamespace(difference=0.2, difference_low=0.1)
    >>> small = SimpleNamespace(difference=0.05, difference_low=0.04)
    >>> [round(clearness(one), 6) for one in (large, small)]
    [2.0, 5.0]
    """
    if gap.difference is None or gap.difference_low is None:
        return 0.0
    half = gap.difference - gap.difference_low
    return gap.difference / half if half > 0 else inf


def places_to_look(gaps: Iterable[Gap]) -> tuple[Place[Gap], ...]:
    """The clearest gaps of main measures, one a measure; of equally clear ones the first by measure and group. In: the
    gaps of one school year within one district.
    """
    clear = [gap for gap in gaps if gap.verdict == HIGHER and MEASURES[gap.measure].under is None]
    ordered = sorted(clear, key=lambda gap: (-clearness(gap), gap.measure, gap.group))
    by_measure: dict[str, list[Gap]] = {}
    for gap in ordered:
        by_measure.setdefault(gap.measure, []).append(gap)
    found = (Place(first, tuple(gap.group for gap in others)) for first, *others in by_measure.values())
    return tuple(found)[:MOST]


def place_sentence(place: Place[Gap], measure: Measure) -> str:
    """A place in words. `measure`: in the words of the definition that made the gap."""
    gap = cast(GapFigures, place.gap)  # a stored row holds all that a sentence needs
    students = GROUPS[place.gap.group].students
    ends = f"in the {count(gap.focal_schools)} schools with the most {students}"
    against = f"against {percent(gap.reference_rate or 0)} in the {count(gap.reference_schools)} with the fewest"
    told = f"{percent(gap.focal_rate or 0)} {against}, {difference_words(gap, measure)}{interval_words(gap)}"
    also = f" The same is clear for {joined([GROUPS[name].students for name in place.also])}." if place.also else ""
    when = when_words(gap)
    return f"{measure.title} {ends}: {told}, {when[0].lower()}{when[1:]}.{also}"


def schools_sentence(names: Sequence[str]) -> str:
    """Which schools these are; nothing where they are not known.

    >>> schools_sentence(["Ash", "Birch", "Cedar", "Elm", "Fir"]), schools_sentence(["Ash"])
    ('These are Ash, Birch, Cedar and 2 more.', 'This is Ash.')
    """
    if not names:
        return ""
    more = [f"{count(len(names) - NAMED_SCHOOLS)} more"] if len(names) > NAMED_SCHOOLS else []
    return f"{'These are' if len(names) > 1 else 'This is'} {joined([*names[:NAMED_SCHOOLS], *more])}."


def where_sentence(gaps: Collection[LeadFigures], places: Collection[object]) -> str:
    """What is to be said before the places, or in the place of them.

    >>> where_sentence([], ()).removesuffix(EACH_SCHOOL)
    'There is nothing to compare between its own schools: that takes four of them with known shares of students. '
    """
    compared = [gap for gap in gaps if gap.verdict and MEASURES[gap.measure].under is None]
    told = [gap for gap in compared if gap.verdict != TOO_FEW]
    waiting = sum(gap.reason == WITHHELD for gap in gaps)
    beside = f" Comparisons left out until a decision on the columns of a file: {count(waiting)}." * bool(waiting)
    if not compared:
        none = "There is nothing to compare between its own schools"
        return f"{none}: that takes four of them with known shares of students.{beside} {EACH_SCHOOL}"
    if not told:
        return f"Too few to say: {_none(compared, 'has')} enough people to tell.{beside} {EACH_SCHOOL}"
    if not places:
        return f"Nothing stands out: {_none(told, 'shows')} a gap that is clearly above zero.{beside} {EACH_SCHOOL}"
    first = "These gaps are the clearest in the figures, which are not always the largest"
    return f"{first}. {_by_chance(len(told))}{beside}"


def _none(gaps: Collection[object], has: str) -> str:
    """That none of so many comparisons `has` what follows."""
    number = count(len(gaps))
    return f"none of {number} {'comparison' if len(gaps) == 1 else 'comparisons'} {has}"


def _by_chance(compared: int) -> str:
    expected = round(compared * BY_CHANCE)
    number = f"about {count(expected)}" if expected else "less than one"
    of = "Of the one comparison" if compared == 1 else f"Of the {count(compared)} comparisons"
    return f"{of} made, {number} would stand out by chance alone."


def joined(words: Sequence[str]) -> str:
    """A list as it is read.

    >>> joined(["a", "b", "c"]), joined(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
