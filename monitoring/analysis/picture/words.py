"""A district's figures in words: beside the state, between its own schools, and over the years. Nothing is said of a
change but what both figures are, since no interval tells how far the figure of a whole district moves by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitoring.analysis.breaks import Defined
from monitoring.analysis.formatting import figure, percent, points, school_year, school_years
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.lead import LeadFigures, has_widened
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.picture.places import joined
from monitoring.analysis.reasons import NOT_SUBMITTED, PHRASES
from monitoring.analysis.verdicts import CANNOT_TELL, HIGHER, LOWER, SAME, TOO_FEW, is_within_two_points, verdict_words

BY_CHANCE = "How far the figure of a whole district moves by chance alone is not computed."


class ValueFigures(Defined, Protocol):
    """What a sentence takes of a stored value."""

    @property
    def rate(self) -> float | None: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True)
class Told:
    """A measure of a district with what stands beside it. `before`: the earliest figure that it may be compared with,
    or `why_not`; `latest`: where the year has none, the latest before it.
    """

    measure: Measure
    own: ValueFigures | None
    state: ValueFigures | None
    before: ValueFigures | None = None
    why_not: str = ""
    latest: ValueFigures | None = None


def named(measure: Measure) -> str:
    """A measure within a sentence."""
    return f"{measure.title[0].lower()}{measure.title[1:]}"


def beside_state_sentence(lines: Iterable[Told], name: str, year: int) -> str:
    """Several measures of the district, each with the state's.

    >>> from types import SimpleNamespace
    >>> own, state = (SimpleNamespace(rate=rate, years_used=[2023]) for rate in (0.2, 0.15))
    >>> beside_state_sentence([Told(MEASURES["T_UNLICENSED"], own, state)], "Ashby", 2023)
    'In Ashby in 2022-23: 20.0% of teachers held no teaching license (15.0% in the state).'
    """
    parts = [_beside_state(line, line.own.rate, year) for line in lines if line.own and line.own.rate is not None]
    if not parts:
        return f"There are no figures of {name} for {school_year(year)}."
    return f"In {name} in {school_year(year)}: {'; '.join(parts)}."


def _beside_state(line: Told, rate: float, year: int) -> str:
    measure, of_state = line.measure, line.state.rate if line.state else None
    used = line.own.years_used if line.own else ()
    notes = [school_years(used)] if list(used) != [year] else []
    notes += [f"{percent(of_state)} in the state"] if of_state is not None else ["no figure for the state"]
    return f"{percent(rate)} of {measure.people} {measure.predicate} ({', '.join(notes)})"


def between_schools_sentences(gaps: Iterable[LeadFigures]) -> list[str]:
    """What is clear of each student group, by the stored verdicts of main measures; of groups of which nothing is, one
    sentence. In: the gaps of one school year within one district.
    """
    by_group: dict[str, list[LeadFigures]] = {name: [] for name in GROUPS}
    for gap in sorted(gaps, key=lambda one: list(MEASURES).index(one.measure)):
        if gap.verdict and MEASURES[gap.measure].under is None:
            by_group[gap.group].append(gap)
    compared = {name: some for name, some in by_group.items() if some}
    clear = {name: some for name, some in compared.items() if _of(some, HIGHER, LOWER)}
    told = [_of_group(name, some) for name, some in clear.items()]
    return [*told, *_nothing_clear({name: some for name, some in compared.items() if name not in clear})]


def _of(gaps: Sequence[LeadFigures], *verdicts: str) -> list[LeadFigures]:
    return [gap for gap in gaps if gap.verdict in verdicts]


def _of_group(name: str, gaps: Sequence[LeadFigures]) -> str:
    parts: dict[str, list[str]] = {}
    for gap in _of(gaps, HIGHER) + _of(gaps, LOWER):
        measure = MEASURES[gap.measure]
        parts.setdefault(verdict_words(gap.verdict, measure), []).append(named(measure))
    said = [f"{verdict}: {joined(measures)}" for verdict, measures in parts.items()]
    said[0] = said[0].replace(":", " than in those with the fewest:", 1)
    others = len(_of(gaps, SAME, CANNOT_TELL, TOO_FEW))
    said += [f"not clear: {others} more"] if others else []
    return f"In its schools with the most {GROUPS[name].students}, {'; '.join(said)}."


def _nothing_clear(by_group: Mapping[str, Sequence[LeadFigures]]) -> list[str]:
    """In one sentence those of which figures cannot tell, in another those of too few."""
    few = [name for name, gaps in by_group.items() if len(_of(gaps, TOO_FEW)) == len(gaps)]
    rest = [name for name in by_group if name not in few]
    told = [
        (rest, "Between its schools no difference is clear for {}."),
        (few, "For {} there are too few people to say."),
    ]
    return [words.format(joined([GROUPS[name].students for name in names])) for names, words in told if names]


def is_better(measure: Measure, now: float, before: float) -> bool | None:
    """Whether a change is one to what is better for students; None where neither is, or where both are within two
    points, which count as none (as of a gap, verdicts.NEAR).

    >>> is_better(MEASURES["T_TURN"], 0.1, 0.2), is_better(MEASURES["T_TURN"], 0.1, 0.12)
    (True, None)
    """
    if measure.adverse == "none" or is_within_two_points(now - before, now - before):
        return None
    return (now < before) == (measure.adverse == "higher")


def change_words(now: float, before: float) -> str:
    """How much lower or higher a share is.

    >>> change_words(0.104, 0.12), change_words(0.1, 0.1001)
    ('1.6 points lower', 'the same at one decimal')
    """
    shown = points(abs(now - before))
    return "the same at one decimal" if shown == points(0) else f"{shown} {'lower' if now < before else 'higher'}"


def over_years_sentences(lines: Iterable[Told]) -> list[str]:
    """Which of several measures went to what is better for students, which to what is worse, which stayed about where
    they were, and which cannot be compared with earlier years; each with both figures.
    """
    heads = (
        "Better for students than before, by more than 2 points",
        "Worse for students than before, by more than 2 points",
        "About the same as before, within 2 points",
    )
    parts: dict[str, list[str]] = {head: [] for head in heads}
    apart: dict[str, list[str]] = {}
    for line in lines:
        if line.own is None or line.own.rate is None or line.measure.adverse == "none":
            continue
        if line.before is None or line.before.rate is None:
            apart.setdefault(line.why_not, []).append(named(line.measure))
            continue
        is_so = is_better(line.measure, line.own.rate, line.before.rate)
        parts[heads[2 if is_so is None else 1 - is_so]].append(_from_to(line, line.own.rate, line.before))
    told = [f"{head}: {'; '.join(some)}." for head, some in parts.items() if some]
    none = [f"Not to be compared with earlier years: {joined(some)}, since {why}." for why, some in apart.items()]
    return [*told, *([BY_CHANCE] if told else []), *none] or ["There is no figure to compare with earlier years."]


def _from_to(line: Told, rate: float, before: ValueFigures) -> str:
    then = f"{percent(before.rate or 0)} in {school_years(before.years_used)}"
    return f"{named(line.measure)} ({percent(rate)}, from {then})"


@dataclass(frozen=True)
class GapTold:
    """A gap of the year. `before`: the earliest that it may be compared with, or `why_not`."""

    gap: LeadFigures
    before: LeadFigures | None
    why_not: str = ""


def gaps_over_years_sentences(gaps: Sequence[GapTold]) -> list[str]:
    """How gaps between the district's own schools went: widened or narrowed only where both intervals lie apart."""
    told, unclear, apart = [], [], dict[str, list[str]]()
    for one in gaps:
        what = f"{named(MEASURES[one.gap.measure])} for {GROUPS[one.gap.group].students}"
        if one.before is None:
            apart.setdefault(one.why_not, []).append(what)
            continue
        then, was = school_years(one.before.years_used), points(one.before.difference or 0)
        changed = has_widened(one.gap, one.before)
        if changed is None:
            unclear.append(f"{what} ({was} in {then})")
        else:
            told.append(
                f"The gap in {what} has {'widened' if changed else 'narrowed'} since {then}, when it was {was}."
            )
    none = [
        f"Gaps that cannot be compared with earlier years: {joined(some)}, since {why}." for why, some in apart.items()
    ]
    cannot = "Whether these gaps have widened or narrowed since, the figures cannot tell"
    return [*told, *([f"{cannot}: {joined(unclear)}."] if unclear else []), *none]


def line_sentence(line: Told, year: int) -> str:
    """One measure, beside its chart: the district, the state, and how the district's went; or why there is none.

    >>> from types import SimpleNamespace
    >>> figures = ((0.2, 2023), (0.15, 2023), (0.25, 2019))
    >>> own, state, then = (SimpleNamespace(rate=rate, years_used=[year]) for rate, year in figures)
    >>> line_sentence(Told(MEASURES["T_UNLICENSED"], own, state, then), 2023)
    '20.0% here and 15.0% in the state. That is 5.0 points lower here than in 2018-19.'
    """
    of_state = line.state.rate if line.state else None
    beside = "" if of_state is None else f" In the state: {figure(of_state, line.measure.unit)}."
    if line.own is None or line.own.rate is None:
        why = PHRASES[(line.own and line.own.reason) or NOT_SUBMITTED]
        return f"No figure for {school_year(year)}: {why}.{_latest(line)}{beside}"
    here = percent(line.own.rate)
    both = f"{here} here." if of_state is None else f"{here} here and {percent(of_state)} in the state."
    return f"{both} {_since(line, line.own.rate)}"


def _since(line: Told, rate: float) -> str:
    if line.before is None or line.before.rate is None:
        return f"Not to be compared with earlier years, since {line.why_not}."
    then = school_years(line.before.years_used)
    change = change_words(rate, line.before.rate)
    if change.startswith("the same"):
        return f"Here that is {change} as in {then}."
    return f"That is {change} here than in {then}."


def _latest(line: Told) -> str:
    if line.latest is None or line.latest.rate is None:
        return ""
    return f" The latest is {percent(line.latest.rate)}, of {school_years(line.latest.years_used)}."


def nothing_sentence(lines: Sequence[Told], title: str, year: int) -> str:
    """Of a dimension of which no measure has a figure of the year: that this is so, and what that means."""
    if any(line.own and line.own.rate is not None for line in lines):
        return ""
    whys = {PHRASES[(line.own and line.own.reason) or NOT_SUBMITTED] for line in lines}
    none = f"{title}: there are no figures for {school_year(year)} ({joined(sorted(whys))})"
    return f"{none}. That is no sign that all is well."
