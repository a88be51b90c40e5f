"""Columns between wrong columns: a block of cells that slipped sideways takes along what looks right by kind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from monitoring.analysis.column_identity.panel import Matrix, Panel
from monitoring.analysis.column_identity.rank_votes import PLAIN, RankedPair, expected_persistence, rank_pairs
from monitoring.analysis.column_identity.rankings import strength

VOUCHED = 0.7  # of the persistence expected: what a suspect column must show
DECISIVE = 0.1  # by how much two columns must differ before a shift between them can be told


def slipped_between(panel: Panel, year: int, holds: Mapping[int, int | None]) -> list[int]:
    """The columns strictly between two wrong ones that nothing vouches for.

    In: `holds`, the wrong columns of the year, each with the column it holds (None: none of this report). A column between is vouched
    for where its ranking continues in another year as strongly as usual. Where the nearest wrong columns on both sides hold what
    belongs the same number of places away, it must also fit itself better than the column it would then hold.
    """
    suspects = [column for column in range(min(holds, default=0), max(holds, default=0)) if column not in holds]
    suspects = [column for column in suspects if np.isfinite(panel.cells[year][:, column]).any()]
    if not suspects:
        return []
    pairs = rank_pairs(panel)
    mine = [pair for pair in pairs if year in (pair.older, pair.newer)]
    others = [pair for pair in pairs if pair not in mine]
    vouched = [_vouched(pair, expected_persistence([pair, *others], pair)) for pair in mine]
    slipped = []
    for column in suspects:
        places = _common_shift(column, holds)
        moved = places is not None and not _fits_itself(column, column + places, year, mine, others)
        if moved or not any(vouches[column] for vouches in vouched):
            slipped.append(column)
    return slipped


def _vouched(pair: RankedPair, expected: Matrix) -> NDArray[np.bool_]:
    needed = np.where(np.isnan(expected), PLAIN, np.maximum(VOUCHED * expected, PLAIN))
    return np.asarray(np.nan_to_num(pair.own) >= needed)


def _common_shift(column: int, holds: Mapping[int, int | None]) -> int | None:
    """By how many places the nearest wrong columns on both sides are shifted, where they agree."""
    left, right = max(c for c in holds if c < column), min(c for c in holds if c > column)
    one, other = holds[left], holds[right]
    return one - left if one is not None and other is not None and one - left == other - right else None


def _fits_itself(column: int, other: int, year: int, mine: list[RankedPair], others: list[RankedPair]) -> bool:
    """Whether the label's ranking is its own rather than that of the column it would hold, judged by what both usually look like."""
    if not others or not mine:
        return False
    usual = np.median([strength(np.nan_to_num((pair.correlations + pair.correlations.T) / 2)) for pair in others], axis=0)
    seen = np.median([strength(np.nan_to_num(pair.seen_from(year))) for pair in mine], axis=0)
    if_clean, if_shifted = usual[column, other] - usual[column, column], usual[other, other] - usual[other, column]
    observed = seen[column, other] - seen[column, column]
    return bool(if_shifted - if_clean >= DECISIVE and observed - if_clean < (if_shifted - if_clean) / 2)
