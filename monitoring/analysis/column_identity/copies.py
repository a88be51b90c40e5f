"""Columns that show another column's cells one by one: what a slip of copy and paste leaves.

Another year's cells are told by monitoring.analysis.column_changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from monitoring.analysis.column_identity.assignment import margin
from monitoring.analysis.column_identity.panel import FEWEST_ROWS, FOREIGN, Matrix, Panel
from monitoring.analysis.column_identity.rank_votes import RankedPair
from monitoring.analysis.column_identity.rankings import middle, most_common, strength

SAME = 0.99  # share of the telling cells that are equal in a copy
NOT_SAME = 0.5  # and at most in the other years, else the two are alike by nature


def copied(panel: Panel, pairs: list[RankedPair]) -> dict[int, dict[int, int]]:
    """Per year the labels whose cells are a copy, each with the column it holds (FOREIGN: not to be told).

    Accepted years are no copies. Of two columns alike in a year, the one that continues the other years less well is
    the copy.
    """
    found: dict[int, dict[int, int]] = {year: {} for year in panel.years}
    common = {year: most_common(cells) for year, cells in panel.cells.items()}
    for one, other in combinations(range(len(panel.columns)), 2):
        shares = {
            year: _share_same(cells[:, [one, other]].T, common[year][[one, other]])
            for year, cells in panel.cells.items()
        }
        for year in _copies(shares):
            found[year] |= _which(year, one, other, pairs) if year not in panel.trusted_in(one, other) else {}
    return found


def _share_same(cells: Matrix, common: Matrix) -> float:
    """Share of equal cells in two rows, where they tell something; NaN where too few do."""
    telling = np.isfinite(cells).all(axis=0) & (cells != common[:, None]).any(axis=0)
    return float((cells[0] == cells[1])[telling].mean()) if telling.sum() >= FEWEST_ROWS else np.nan


def _copies(shares: Mapping[int, float]) -> list[int]:
    """The years in which the cells are the same though they are not in others."""
    known = {year: share for year, share in shares.items() if not np.isnan(share)}
    same = [year for year, share in known.items() if share >= SAME]
    others = [share for year, share in known.items() if year not in same]
    return same if others and max(others) <= NOT_SAME else []


def _which(year: int, one: int, other: int, pairs: list[RankedPair]) -> dict[int, int]:
    """Of two labels with the same cells the one that is the copy, with its source; both are FOREIGN where that cannot
    be told.
    """
    mine = [pair for pair in pairs if pair.has(year)]
    if not mine:
        return {one: FOREIGN, other: FOREIGN}
    fit = strength(np.nan_to_num(middle(np.array([pair.seen_from(year)[0] for pair in mine]))))
    lead = fit[one, one] - fit[other, other]
    if abs(lead) < margin(max(pair.schools for pair in mine)):
        return {one: FOREIGN, other: FOREIGN}
    return {other: one} if lead > 0 else {one: other}
