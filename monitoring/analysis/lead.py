"""What stands out, in a sentence or two that are read in ten seconds. By rule, from the stored gaps alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

from monitoring.analysis.breaks import has_changed_since
from monitoring.analysis.formatting import percent, points, school_year, school_years
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.reasons import TELLS_OF_FEW, WITHHELD
from monitoring.analysis.values import POOLED_YEARS
from monitoring.analysis.verdicts import HIGHER

YEARS_BACK = POOLED_YEARS  # so that two pooled windows share no year


class LeadFigures(Protocol):
    """What the rule needs of a gap."""

    school_year: int
    window: str
    years_used: list[int]
    measure: str
    group: str
    focal_rate: float | None
    reference_rate: float | None
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    interval_reason: str
    verdict: str
    reason: str
    definition_hash: str
    break_text: str


Gap = TypeVar("Gap", bound=LeadFigures)


def largest_gap(gaps: Iterable[Gap]) -> Gap | None:
    """The largest difference of those that are clearly higher; of equal ones the first by measure and group. A part or
    variant of another measure does not lead.
    """
    shown = [gap for gap in gaps if gap.verdict == HIGHER and MEASURES[gap.measure].under is None]
    return min(shown, key=lambda gap: (-(gap.difference or 0), gap.measure, gap.group), default=None)


def lead_sentence(gap: LeadFigures | None, before: LeadFigures | None, gaps: Collection[LeadFigures]) -> str:
    """The gap in words, and whether it is another than three years before. `before`: the same gap then; `gaps`: all of
    the page, some of which may wait for a decision.

    >>> from types import SimpleNamespace
    >>> rates = {"focal_rate": 0.2, "reference_rate": 0.1, "difference": 0.1}
    >>> now = SimpleNamespace(school_year=2022, window="1", years_used=[2022], measure="T_UNLICENSED",
    ...     group="students_of_color", difference_low=0.09, difference_high=0.11, verdict="higher", reason="",
    ...     interval_reason="", definition_hash="a", break_text="", **rates)
    >>> then = SimpleNamespace(**{**vars(now), "school_year": 2019, "years_used": [2019], "difference": 0.05,
    ...     "difference_low": 0.04, "difference_high": 0.06})
    >>> lead_sentence(now, then, [now]).partition(": ")[2]
    '20.0% against 10.0%, a difference of 10.0 points. It has widened since 2018-19, when it was 5.0 points.'
    """
    waiting = sum(one.reason == WITHHELD for one in gaps)
    beside = f" Comparisons left out until a decision on the columns of a file: {waiting}." * bool(waiting)
    if all(one.difference is None for one in gaps):
        return f"There are no figures to compare.{beside}"
    if gap is None or gap.focal_rate is None or gap.reference_rate is None or gap.difference is None:
        return f"No gap stands out: of none do these figures show that it is above zero.{beside}"
    measure, group = MEASURES[gap.measure], GROUPS[gap.group]
    what = f"{measure.title[0].lower()}{measure.title[1:]}"
    rates = f"{percent(gap.focal_rate)} against {percent(gap.reference_rate)}"
    return (
        f"The largest gap in {school_years(gap.years_used)} is in {what}, between the schools with the most and the "
        f"fewest {group.students}: {rates}, a difference of {points(gap.difference)}. {_change(gap, before)}{beside}"
    )


def _change(gap: LeadFigures, before: LeadFigures | None) -> str:
    if before is not None and before.reason == WITHHELD:
        return f"The figure of {school_year(before.school_year)}, to compare it with, waits for a decision."
    if before is None or before.difference is None or not before.years_used:
        return f"There is no figure of {school_year(gap.school_year - YEARS_BACK)} to compare it with."
    return change_since(gap, before)


def change_since(gap: LeadFigures, before: LeadFigures) -> str:
    """Widened or narrowed, only where definitions are the same and the intervals, which the reader sees, lie apart.
    Both have a difference.
    """
    then = school_years(before.years_used)
    if has_changed_since(before, gap, gap.group):
        return f"It cannot be compared with {then}, because a definition has changed since."
    was = f"when it was {points(before.difference or 0)}"
    if TELLS_OF_FEW in (gap.interval_reason, before.interval_reason):
        whether = f"Whether it has widened or narrowed since {then}, {was}, is not said"
        return f"{whether}: the ranges that would tell are not shown here."
    changed = has_widened(gap, before)
    if changed is None:
        return f"Whether it has widened or narrowed since {then}, {was}, these figures cannot tell."
    return f"It has {'widened' if changed else 'narrowed'} since {then}, {was}."


def has_widened(gap: LeadFigures, before: LeadFigures) -> bool | None:
    """Whether a gap has widened, or else narrowed; None where the intervals, as the reader sees them, do not lie apart.

    >>> from types import SimpleNamespace
    >>> then, now, later = (
    ...     SimpleNamespace(difference_low=low, difference_high=low + 0.1) for low in (0.0, 0.05, 0.2)
    ... )
    >>> has_widened(later, then), has_widened(then, later), has_widened(now, then)
    (True, False, None)
    """
    low, high, low_then, high_then = (
        gap.difference_low, gap.difference_high, before.difference_low, before.difference_high
    )  # fmt: skip
    if low is not None and high_then is not None and low > high_then:
        return True
    return False if high is not None and low_then is not None and high < low_then else None
