"""Plain sentences bound to the numbers they speak of. Every word that judges follows from a rule; nothing is said to
exist that its interval leaves open.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from monitoring.analysis.formatting import amount, count, figure, percent, points, ratio, school_year, school_years
from monitoring.analysis.groups import Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.missing import needs_caution
from monitoring.analysis.reasons import PHRASES, REFERENCE_ZERO, TELLS_OF_FEW, why_no_interval
from monitoring.analysis.verdicts import CANNOT_TELL, HIGHER, LOWER, SAME, is_within_two_points, verdict_words

CLEAR = (HIGHER, LOWER)
SAID = {
    SAME: "The whole interval lies within 2 points: about the same",
    CANNOT_TELL: "The interval holds zero: whether one is higher than the other, these figures cannot tell",
}
SAID_WITHOUT_INTERVAL = {
    SAME: "That is about the same",
    CANNOT_TELL: "Whether one is higher than the other, these figures cannot tell",
}
FEW = "These are too few to say whether there is a gap"


class GapFigures(Protocol):
    """What a sentence needs of one row of compute_gaps (or of the table it is stored in)."""

    school_year: int
    window: str
    years_used: Sequence[int]
    focal_schools: int
    focal_missing: int
    focal_rate: float | None
    reference_schools: int
    reference_missing: int
    reference_rate: float | None
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    ratio: float | None
    ratio_reason: str | None
    people_to_close: int | None
    interval_reason: str | None
    verdict: str | None
    reason: str | None
    break_text: str | None


def gap_sentence(gap: GapFigures, measure: Measure, group: Grouping, units: str = "schools") -> str:
    """One gap in words: both rates, the difference with its interval, the ratio, people to close, and what limits it.

    >>> from types import SimpleNamespace
    >>> from monitoring.analysis.groups import GROUPS
    >>> from monitoring.analysis.measures import MEASURES
    >>> row = dict.fromkeys(GapFigures.__annotations__) | {"school_year": 2021, "reason": "too_few_schools"}
    >>> gap_sentence(SimpleNamespace(**row), MEASURES["P_TURN"], GROUPS["low_income"])
    'In 2020-21 there is no gap to show for principal turnover and low-income students: too few schools to compare.'
    """
    if gap.difference is None or gap.focal_rate is None or gap.reference_rate is None:
        what = f"{measure.title[0].lower()}{measure.title[1:]} and {group.students}"
        why = PHRASES[gap.reason or ""]
        return f"In {school_year(gap.school_year)} there is no gap to show for {what}: {why}."
    rates = (
        f"{when_words(gap)}, in the {count(gap.focal_schools)} {units} with the most {group.students}, "
        f"{percent(gap.focal_rate)} of {measure.people} {measure.predicate}, compared with "
        f"{percent(gap.reference_rate)} in the {count(gap.reference_schools)} with the fewest: "
        f"{difference_words(gap, measure)}{interval_words(gap)}{ratio_words(gap, measure)}."
    )
    parts = [
        rates,
        said_words(gap, measure, units),
        _close(gap, measure, units),
        missing_note(gap, units),
        gap.break_text or "",
    ]
    return " ".join(part for part in parts if part)


def trend_sentence(gaps: Sequence[GapFigures]) -> str:
    """How the difference went from the year before to the latest, rows oldest first; not over a change of definition.

    Two windows that share years are named with the years they share, since the difference between them is that of the
    other years.

    >>> from types import SimpleNamespace
    >>> gap = {"school_year": 2020, "years_used": [2020], "difference": 0.11, "break_text": None}
    >>> later = {**gap, "school_year": 2021, "years_used": [2021], "difference": 0.125}
    >>> trend_sentence([SimpleNamespace(**gap), SimpleNamespace(**later)])
    'The difference was 11.0 points in 2019-20 and 12.5 points in 2020-21.'
    """
    known = [gap for gap in gaps if gap.difference is not None]
    if len(known) < 2 or known[-1].school_year - known[-2].school_year != 1:
        return "There is no year before to compare with."
    before, now = known[-2:]
    if now.break_text:
        return now.break_text
    shown = [points(gap.difference or 0) for gap in (before, now)]
    shared = sorted(set(before.years_used) & set(now.years_used))
    if not shared:
        return (
            f"The difference was {shown[0]} in {school_years(before.years_used)} and "
            f"{shown[1]} in {school_years(now.years_used)}."
        )
    return (
        f"The difference was {shown[0]} for {school_years(before.years_used)} and {shown[1]} for "
        f"{school_years(now.years_used)}; both include {school_years(shared)}."
    )


def value_sentence(measure: Measure, years: Sequence[int], rate: float, place: str) -> str:
    """One value in words. `years`: those that entered; `place`: where it holds, like "in the state".

    >>> from monitoring.analysis.measures import MEASURES
    >>> value_sentence(MEASURES["T_UNLICENSED"], [2021], 0.169, "at Abington High")
    'At Abington High in 2020-21, 16.9% of teachers held no teaching license.'
    """
    when = f"in {school_years(years)}{' together' if len(years) > 1 else ''}"
    if measure.is_mean:
        return f"{measure.title} {place} {when}: {figure(rate, measure.unit)}."
    return f"{place[0].upper()}{place[1:]} {when}, {percent(rate)} of {measure.people} {measure.predicate}."


def when_words(gap: GapFigures) -> str:
    if gap.window == "1" or len(gap.years_used) < 2:
        return f"In {school_year(gap.school_year)}"
    return f"In {school_years(gap.years_used)} together"


def difference_words(gap: GapFigures, measure: Measure) -> str:
    """More or less only where that is clear; of a favorable share, whoever is worse off has less."""
    difference = gap.difference or 0
    if gap.verdict not in CLEAR:
        return f"a difference of {points(difference)}"
    shown = points(abs(difference))
    is_more = (difference > 0) != measure.is_favorable
    return "no difference at one decimal" if shown == points(0) else f"{shown} {'more' if is_more else 'less'}"


def interval_words(gap: GapFigures) -> str:
    if gap.difference_low is None or gap.difference_high is None:
        return ""
    low, high = points(gap.difference_low).split()[0], points(gap.difference_high).split()[0]
    return f" (95% interval {low} to {high})"


def ratio_words(gap: GapFigures, measure: Measure) -> str:
    if gap.ratio is None:
        return f"; no ratio, since the {PHRASES[REFERENCE_ZERO]}" if gap.ratio_reason == REFERENCE_ZERO else ""
    if measure.is_favorable:
        return f"; the ratio of the others is {ratio(gap.ratio)}"
    return f", {ratio(gap.ratio)} times the share" if gap.verdict in CLEAR else f", a ratio of {ratio(gap.ratio)}"


def said_words(gap: GapFigures, measure: Measure, units: str) -> str:
    """The verdict in a sentence, and of a clear one whose interval is near zero that it is small. Of an interval that
    districts may not see the sentence does not speak.
    """
    if gap.verdict in CLEAR:
        small = (
            ", though by less than 2 points" if is_within_two_points(gap.difference_low, gap.difference_high) else ""
        )
        return f"That is {verdict_words(gap.verdict, measure)}{small}."
    if gap.verdict in SAID:
        said = SAID_WITHOUT_INTERVAL if gap.interval_reason == TELLS_OF_FEW else SAID
        return f"{said[gap.verdict]}."
    why = "" if gap.interval_reason == TELLS_OF_FEW else why_no_interval(gap.interval_reason, units)
    return f"{FEW}: {why}." if why else f"{FEW}."


def _close(gap: GapFigures, measure: Measure, units: str) -> str:
    """Nothing where it is not clear that there is a gap to close."""
    if not gap.people_to_close or gap.verdict != HIGHER:
        return ""
    over = "" if gap.window == "1" else " over these years"
    change = "more" if measure.is_favorable else "fewer"
    return (
        f"With {count(gap.people_to_close)} {change} such {measure.people}{over}, both groups of {units} would have "
        "the same rate."
    )


TOLD_APART = 0.005  # of two readings of one average


class Dated(Protocol):
    """A figure of a school year, and the years it is of."""

    @property
    def school_year(self) -> int: ...
    @property
    def years_used(self) -> Sequence[int]: ...


def year_note(figure: Dated) -> str:
    """Of a pooled figure: that its last year is not in it; else nothing.

    >>> from types import SimpleNamespace
    >>> year_note(SimpleNamespace(school_year=2021, years_used=[2019, 2020]))
    'without 2020-21, of which there is no figure'
    """
    if not figure.years_used or figure.school_year in figure.years_used:
        return ""
    return f"without {school_year(figure.school_year)}, of which there is no figure"


def mean_note(rate: float | None, mean: float | None) -> str:
    """The mean of a pooled figure's rates of single years, where it is told apart from the figure: by more than half a
    point; else nothing.

    >>> mean_note(0.10, 0.117), mean_note(0.10, 0.104), mean_note(None, 0.117)
    ('11.7%, 1.7 points above the sum of the years', '', '')
    """
    if rate is None or mean is None or abs(mean - rate) <= TOLD_APART:
        return ""
    return f"{percent(mean)}, {points(abs(mean - rate))} {'above' if mean > rate else 'below'} the sum of the years"


class OfPeople(Protocol):
    """A figure that may be computed from persons: of how many it could be said, and of how many not."""

    @property
    def people_known(self) -> Decimal | None: ...
    @property
    def people_missing(self) -> Decimal | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def rate(self) -> float | None: ...


def people_note(figure: OfPeople) -> str:
    """Of a figure computed from persons: of how many it is not known, where these are more than 5 %; else nothing.

    >>> from types import SimpleNamespace
    >>> people_note(SimpleNamespace(people_known=Decimal(7), people_missing=Decimal(1), unit="FTE", rate=0.1))
    'not known of 1.0 of 8.0'
    """
    if figure.rate is None or figure.people_known is None or figure.people_missing is None:
        return ""
    known, missing = figure.people_known, figure.people_missing
    if not needs_caution(known, missing):
        return ""
    return f"not known of {amount(missing, figure.unit)} of {amount(known + missing, figure.unit)}"


def missing_note(gap: GapFigures, units: str) -> str:
    """What is to be said where more than 5 % of the units at both ends have no figure; else nothing."""
    without = gap.focal_missing + gap.reference_missing
    known = gap.focal_schools + gap.reference_schools
    if not needs_caution(known, without):
        return ""
    return f"{count(without)} of these {count(known + without)} {units} {'has' if without == 1 else 'have'} no figure."


def beside_state(rates: Sequence[float], state: float | None) -> str:
    """How many of a district's schools, given by their rates, are above the state.

    >>> beside_state([0.1, 0.2, 0.3], 0.4)
    'In none of the 3 schools with a figure is the percentage higher than in the state as a whole (40.0%).'
    >>> beside_state([0.5], 0.4)
    'In the only school with a figure the percentage is higher than in the state as a whole (40.0%).'
    >>> beside_state([0.5], None)
    '1 school has a figure; there is none for the state as a whole.'
    """
    if state is None:
        have = "1 school has" if len(rates) == 1 else f"{len(rates)} schools have"
        return f"{have} a figure; there is none for the state as a whole."
    above = sum(rate > state for rate in rates)
    higher = f"higher than in the state as a whole ({percent(state)})."
    if len(rates) == 1:
        return f"In the only school with a figure the percentage is {'' if above else 'not '}{higher}"
    if not above:
        return f"In none of the {len(rates)} schools with a figure is the percentage {higher}"
    return f"In {above} of the {len(rates)} schools with a figure the percentage is {higher}"
