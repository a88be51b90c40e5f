"""Which columns the odd labels of a year hold, judged by their rankings."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import numpy as np

from monitoring.analysis.column_identity.assignment import Move, best_moves
from monitoring.analysis.column_identity.panel import FEWEST_ROWS, FOREIGN, Matrix
from monitoring.analysis.column_identity.rank_votes import (
    CONTINUED,
    PLAIN,
    RankedPair,
    expected_persistence,
    is_turned,
)
from monitoring.analysis.column_identity.rankings import middle, strength
from monitoring.analysis.column_identity.years import Party


def explained_by_rank(year: int, odd: set[int], pairs: list[RankedPair], unsure: list[Party]) -> dict[int, int]:
    """Label -> column it holds (FOREIGN: none of this report), for the odd labels of the year that rankings explain.

    `unsure`: per column the years in which it is odd or in dispute, and so no reference.
    """
    fit, rows, expected = fit_by_rank(year, pairs, unsure)
    moved: dict[int, int] = {}
    for cycle in best_moves(fit, rows, odd):
        if odd & {move.label for move in cycle}:
            poor = {
                m.label for m in cycle if _is_poor(fit[m.label, m.column], expected[m.column], rows[m.label, m.column])
            }
            moved |= _supported(cycle, odd, poor)
    return moved


def turned_by_rank(year: int, odd: set[int], pairs: list[RankedPair], unsure: list[Party]) -> set[int]:
    """The odd labels of the year that rank the schools the other way round than their own column does."""
    fit, rows, _ = fit_by_rank(year, pairs, unsure)
    return {label for label in odd if is_turned(fit[label, label], rows[label, label])}


def fits_by_rank(year: int, moves: Mapping[int, int], pairs: list[RankedPair], unsure: list[Party]) -> bool:
    """Whether no label of `moves` is too unlike the column it would hold; what rankings cannot tell is no objection."""
    if not any(pair.has(year) for pair in pairs):
        return True
    fit, rows, expected = fit_by_rank(year, pairs, unsure)
    return not any(
        _is_poor(fit[step], expected[step[1]], rows[step]) if np.isfinite(expected[step[1]]) else fit[step] < 0
        for step in moves.items()
    )


def fit_by_rank(year: int, pairs: list[RankedPair], unsure: list[Party]) -> tuple[Matrix, Matrix, Matrix]:
    """Labels of `year` by columns: the middle correlation with the years whose column is sure, and rows; per column
    what persistence is expected.
    """
    mine = [pair for pair in pairs if pair.has(year)]
    if not mine:
        nothing = np.full((len(unsure), len(unsure)), np.nan)
        return nothing, nothing, nothing[0]
    seen, rows, expected = [], [], []
    for pair in mine:
        other = pair.older if year == pair.newer else pair.newer
        sure = np.array([other not in years for years in unsure])[None, :]
        correlations, shared = pair.seen_from(year)
        seen.append(np.where(sure, correlations, np.nan))
        rows.append(np.where(sure, shared, np.nan))
        expected.append(expected_persistence([p for p in pairs if p is pair or not p.has(year)], pair))
    return middle(np.array(seen)), np.nan_to_num(middle(np.array(rows))), np.fmax.reduce(expected)


def _supported(cycle: list[Move], odd: set[int], poor: set[int]) -> dict[int, int]:
    """The moves of a cycle there is reason for: of labels that are odd, decide, or whose column another label decides
    for. A label that fits poorly, or would hold the column of a label that stays, holds nothing known.
    """
    claimed = {move.column for move in cycle if move.is_decisive}
    moved = {move.label: move.column for move in cycle if move.is_decisive or {move.label} & (odd | claimed)}
    return {label: FOREIGN if label in poor or column not in moved else column for label, column in moved.items()}


def _is_poor(fit: float, expected: float, rows: float) -> bool:
    """Whether a label's ranking is too unlike the column it should hold; columns that hardly persist are not told."""
    if np.isnan(expected):
        return not fit >= PLAIN
    rows = max(rows, FEWEST_ROWS)
    fall = float(strength(np.array(expected)) - strength(np.array(fit)))
    return expected >= 4 / sqrt(rows) and fit < CONTINUED * expected and fall >= 3 / sqrt(rows)
