"""Cells written as another kind of number than their column's."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from monitoring.analysis.column_identity.panel import Panel
from monitoring.analysis.column_identity.rank_votes import TESTABLE, RankedPair

WRONG_FORMAT = 0.5  # share of a column's cells of another kind from which it is refused
WHOLE = 0.99  # share of whole numbers that makes a count one of heads
FEWEST_CELLS = 30  # in each year: the figures of a few schools may be whole by chance


def wrong_formats(
    panel: Panel, given: Mapping[tuple[int, str], float], heads: Collection[str], pairs: list[RankedPair]
) -> dict[int, dict[int, float]]:
    """Per year the columns to refuse for their cells, with the share of wrong cells.

    `given` is what reading the file showed ("15.8 to 1" under a percentage). Added are the counts of `heads` that are
    whole numbers in the other years (an accepted one, or two at least), mostly fractions in this one, and rank the
    schools differently. Full-time equivalents are no heads: all schools of a year may stand at whole ones.
    """
    found: dict[int, dict[int, float]] = {year: {} for year in panel.years}
    for (year, name), share in given.items():
        if year in found and name in panel.columns and share >= WRONG_FORMAT:
            found[year][panel.columns.index(name)] = share
    for column, name in enumerate(panel.columns):
        shares = {year: _fractions(panel, year, column) for year in panel.years} if name in heads else {}
        known = {year: share for year, share in shares.items() if share is not None}
        for year, its_share in known.items():
            others = {other: share for other, share in known.items() if other != year}
            is_known = len(others) >= 2 or bool(panel.trusted_in(column).intersection(others))
            are_whole = all(share <= 1 - WHOLE for share in others.values())
            if its_share >= WRONG_FORMAT and is_known and are_whole and not _continues(pairs, year, column):
                found[year].setdefault(column, its_share)
    return found


def _fractions(panel: Panel, year: int, column: int) -> float | None:
    """Share of the cells that are no whole numbers; null where there are too few cells."""
    cells = panel.cells[year][:, column]
    cells = cells[np.isfinite(cells)]
    return float((np.abs(cells - np.round(cells)) > 1e-9).mean()) if len(cells) >= FEWEST_CELLS else None


def _continues(pairs: list[RankedPair], year: int, column: int) -> bool:
    return any(pair.own[column] >= TESTABLE for pair in pairs if pair.has(year))
