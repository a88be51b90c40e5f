"""The catalogue of measures: the only place where readers' words of a measure stand. Pages, API, tables and footnotes
are made from it. Which rule computes a measure from persons, `monitoring.analysis.people.catalogue` says.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitoring.analysis.measure import Measure

from . import absence, conditions, effectiveness, experience, preparation, turnover

_ALL = (
    *experience.TEACHERS,
    *preparation.TEACHERS,
    *turnover.TEACHERS,
    *absence.TEACHERS,
    *conditions.TEACHERS,
    *turnover.PRINCIPALS,
    *experience.PRINCIPALS,
    *absence.PRINCIPALS,
    *effectiveness.TEACHERS,
    *effectiveness.PRINCIPALS,
    *conditions.AMOUNTS,
)

MEASURES: dict[str, Measure] = {measure.id: measure for measure in _ALL}
GAP_MEASURES: tuple[str, ...] = tuple(measure.id for measure in _ALL if measure.gap)
ASKED: tuple[str, ...] = tuple(measure.id for measure in _ALL if measure.asked)


def first_the_main_ones(measures: Iterable[Measure]) -> list[Measure]:
    """Each main measure followed by its parts and variants; one whose main measure is not among them stands for itself.

    >>> chosen = (MEASURES[name] for name in ("T_OOF", "T_TURN", "T_OOF_80"))
    >>> [one.id for one in first_the_main_ones(chosen)]
    ['T_TURN', 'T_OOF_80', 'T_OOF']
    """
    chosen = list(measures)
    there = {one.id for one in chosen}
    heads = [one for one in chosen if one.under not in there]
    return [one for head in heads for one in (head, *(part for part in chosen if part.under == head.id))]


def variants(measure_id: str) -> tuple[Measure, ...]:
    """The measures that are parts or variants of one, in the order of the catalogue.

    >>> [one.id for one in variants("T_OOF_80")]
    ['T_OOF']
    """
    return tuple(one for one in _ALL if one.under == measure_id)
