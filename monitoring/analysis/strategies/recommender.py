"""What a district could look at, from its gaps, its objectives and the causes that it named: each with its reasons in
words. Nothing of it is an order, and no number is made of it by which districts could be compared.

Source: S1, Next Steps for Districts: strategies and resources “that address equitable access gaps and that align with
current district objectives”; requirements R26.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from monitoring.analysis.formatting import figure, points
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES

from .catalogue import OBJECTIVES
from .causes import SUREST_FIRST, Confidence

Gap = tuple[str, str]  # measure and group
UNSURE = ", which these figures cannot tell from none"
ENDED = "You had taken it up once, and ended it: look at why before you begin again."


@dataclass(frozen=True)
class GapNow:
    """A gap between the district's own schools. `size`: how much worse off the schools with most students of the group
    are, a share as a fraction of one, an average in its own units; None where there is no figure. `is_clear`: whether
    the figures can tell that there is one.
    """

    measure: str
    group: str
    size: float | None
    is_clear: bool = False

    @property
    def of(self) -> Gap:
        return self.measure, self.group


@dataclass(frozen=True)
class NamedCause:
    """A cause that the district named for a gap. `strategies`: keys of those that address it, by the library or by the
    district's own word.
    """

    title: str
    gap: Gap
    confidence: Confidence
    strategies: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """A strategy of the catalogue. `resources`: titles of what helps with it; `was_ended`: the district had taken it up
    once.
    """

    key: str
    title: str
    measures: tuple[str, ...]
    objectives: tuple[str, ...]
    resources: tuple[str, ...] = ()
    was_ended: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A strategy that the district could look at. `reasons`: sentences, the weightiest first."""

    strategy: Offered
    reasons: tuple[str, ...]


def suggest(
    gaps: Sequence[GapNow], causes: Sequence[NamedCause], objectives: Collection[str], offered: Sequence[Offered]
) -> tuple[Suggestion, ...]:
    """Strategies that answer one of the causes named, or are expected to show in one of the gaps.

    In: the district's gaps, each once; causes named, those set aside too, which count for nothing; the objectives it
    pursues; what it could take up, in the catalogue's order. Out: at most one a strategy. A gap counts by itself where
    it is clear and its size above zero; a cause counts for a gap that is in sight, whatever its size.

    The order is: first what answers a cause of high confidence, then of some, then of low, then what only is expected
    to show in a gap; among equals what has more reasons of causes and gaps, then what serves more of the objectives;
    then the order of the catalogue. An objective alone is no reason: it says nothing of a gap.
    """
    seen = {one.of: one for one in gaps}
    named = [one for one in causes if one.gap in seen and one.confidence is not Confidence.SET_ASIDE]
    found = []
    for place, one in enumerate(offered):
        answered = _surest_first(cause for cause in named if one.key in cause.strategies)
        shows = [gap for gap in gaps if gap.measure in one.measures and gap.is_clear and (gap.size or 0) > 0]
        serves = [name for name in one.objectives if name in objectives]
        if answered or shows:
            surest = SUREST_FIRST.index(answered[0].confidence) if answered else len(SUREST_FIRST)
            order = (surest, -len(answered) - len(shows), -len(serves), place)
            reasons = (*_reasons(seen, answered, shows, serves), *((ENDED,) if one.was_ended else ()))
            found.append((order, Suggestion(one, reasons)))
    return tuple(suggestion for _, suggestion in sorted(found, key=lambda pair: pair[0]))


def _surest_first(causes: Iterator[NamedCause]) -> list[NamedCause]:
    return sorted(causes, key=lambda one: SUREST_FIRST.index(one.confidence))


def _reasons(
    seen: dict[Gap, GapNow], answered: Sequence[NamedCause], shows: Sequence[GapNow], serves: Sequence[str]
) -> Iterator[str]:
    for cause in answered:
        yield (
            f"Because {size_in_words(seen[cause.gap])}, and you named “{cause.title}” as a cause with"
            f" {cause.confidence.value} confidence."
        )
    told = {cause.gap for cause in answered}
    for gap in shows:
        size = "" if gap.of in told else f": {size_in_words(gap)}"
        yield f"It is expected to show in {MEASURES[gap.measure].title.lower()}{size}."
    if serves:
        yield f"It serves what you pursue already: {'; '.join(OBJECTIVES[name].lower() for name in serves)}."


def size_in_words(gap: GapNow) -> str:
    """
    >>> size_in_words(GapNow("T_TURN", "low_income", 0.042, is_clear=True))
    'the gap in teacher turnover by low-income students is 4.2 points'
    >>> size_in_words(GapNow("T_TURN", "low_income", 0.01))
    'the gap in teacher turnover by low-income students is 1.0 point, which these figures cannot tell from none'
    >>> size_in_words(GapNow("T_TURN", "low_income", None))
    'you study the gap in teacher turnover by low-income students'
    >>> size_in_words(GapNow("T_TURN", "low_income", -0.01))
    'you study the gap in teacher turnover by low-income students, which is closed at present'
    """
    measure, group = MEASURES[gap.measure], GROUPS[gap.group]
    name = f"the gap in {measure.title.lower()} by {group.students}"
    if gap.size is None:
        return f"you study {name}"
    if gap.size <= 0:
        return f"you study {name}, which is closed at present"
    size = figure(gap.size, measure.unit) if measure.is_mean else points(gap.size)
    return f"{name} is {size}{'' if gap.is_clear else UNSURE}"
