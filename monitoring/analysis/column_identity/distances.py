"""Test for few rows: does exchanging two columns of one kind bring them far closer to the year before."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, pairwise

import numpy as np

from monitoring.analysis.column_identity.contrasts import Swap
from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix, Panel

FEWEST_PAIRS = 4  # rows below which a coincidence is too easy
LOWERS = 0.9  # by so much an exchange must lower the squared log-distance
APART = 0.15  # typical log-distance (15 %) that must be there to be lowered


def distance_swaps(panel: Panel) -> Mapping[int, list[Swap]]:
    """Per year the pairs of columns whose exchange lowers the total squared log-distance from the nearest earlier year
    by over 90 %.

    Only for years that share between FEWEST_PAIRS and FEWEST_ROWS rows with that year; with more, rankings are compared
    instead. The later year is the one to answer for, unless only it is trusted. Source: rule of dataset 14,
    metric_aggregate.
    """
    found: dict[int, list[Swap]] = {}
    years = panel.years
    for older, newer in pairwise(years):
        _, left, right = np.intersect1d(panel.orgs[older], panel.orgs[newer], return_indices=True)
        judged = older if newer in panel.trusted and older not in panel.trusted else newer
        if not FEWEST_PAIRS <= len(left) < FEWEST_ROWS or judged in panel.trusted:
            continue
        before, after = panel.cells[older][left], panel.cells[newer][right]
        for swap in combinations(range(len(panel.columns)), 2):
            if panel.kinds[swap[0]] == panel.kinds[swap[1]] and _is_closer(before[:, swap], after[:, swap]):
                found.setdefault(judged, []).append(swap)
    return found


def _is_closer(before: Matrix, after: Matrix) -> bool:
    known = (np.nan_to_num(before) > 0).all(axis=1) & (np.nan_to_num(after) > 0).all(axis=1)
    if known.sum() < FEWEST_PAIRS:
        return False
    one, other = np.log(before[known]), np.log(after[known])
    as_named, exchanged = float(((other - one) ** 2).sum()), float(((other[:, ::-1] - one) ** 2).sum())
    return exchanged < (1 - LOWERS) * as_named and as_named / one.size > APART**2
