"""Fourth test, for few rows: does exchanging two columns of one kind bring them far closer to another year.

Rankings need many schools. Sizes do not: where one column is several times the other, a handful of rows will do.
Source: rule of dataset 14, metric_aggregate.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from monitoring.analysis.column_identity.contrasts import Swap
from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix, Panel, YearPair, year_pairs
from monitoring.analysis.column_identity.rankings import rank_correlations
from monitoring.analysis.column_identity.years import odd_years

FEWEST = 4  # rows below which nothing is said
SOME = 8  # rows below which an exchange must lower the distance by more
MANY = 200  # rows from which rankings and contrasts see better
LOWERS = 0.9  # by so much an exchange must lower the total squared log-distance
LOWERS_FEW = 0.98
APART = {
    "count": 0.5
}  # typical log-distance that must be there to be lowered; numbers of students in neighboring grades
APART_OTHERWISE = 0.15  # change places of themselves as children move up


def distance_swaps(panel: Panel) -> tuple[dict[int, list[tuple[float, Swap]]], dict[int, set[int]]]:
    """As contrast_swaps: pairs of columns whose exchange lowers the distance from the other years by over 90 %.

    >>> import polars as pl
    >>> from monitoring.analysis.column_identity.panel import build_panel
    >>> year = pl.DataFrame({"org_code": list("abcdefgh"), "turnover": [18.0] * 8, "unlicensed": [2.0] * 8})
    >>> swapped = year.rename({"turnover": "unlicensed", "unlicensed": "turnover"})
    >>> kinds = {"turnover": "percent", "unlicensed": "percent"}
    >>> distance_swaps(build_panel({2020: year, 2021: swapped}, kinds, trusted={2020}))
    ({2021: [(1.0, (0, 1))]}, {})
    """
    pairs = [pair for pair in year_pairs(panel, FEWEST) if pair.schools < MANY]
    odd: dict[int, list[tuple[float, Swap]]] = {}
    undecided: dict[int, set[int]] = {}
    for swap in combinations(range(len(panel.columns)), 2) if pairs else ():
        if panel.kinds[swap[0]] == panel.kinds[swap[1]]:
            apart = APART.get(panel.kinds[swap[0]], APART_OTHERWISE)
            votes = {(pair.older, pair.newer): _vote(pair, swap, apart) for pair in pairs}
            wrong, unclear = odd_years(votes, panel.trusted)
            for year in wrong:
                odd.setdefault(year, []).append((1.0, swap))
            for year in unclear:
                undecided.setdefault(year, set()).update(swap)
    return odd, undecided


def _vote(pair: YearPair, swap: Swap, apart: float) -> int:
    """-1 where the exchange brings the years far closer, +1 where it takes them far apart, 0 otherwise."""
    cells = np.column_stack([pair.left[:, swap], pair.right[:, swap]])
    cells = np.log(cells[(np.nan_to_num(cells) > 0).all(axis=1)])
    if len(cells) < FEWEST:
        return 0
    before, after = cells[:, :2], cells[:, 2:]
    as_named, exchanged = float(((after - before) ** 2).sum()), float(((after[:, ::-1] - before) ** 2).sum())
    lowered = (1 - (LOWERS if len(cells) >= SOME else LOWERS_FEW)) * max(as_named, exchanged)
    if max(as_named, exchanged) / cells.size * 2 <= apart**2 or min(as_named, exchanged) >= lowered:
        return 0
    return 1 if as_named < exchanged else 0 if _ranked_as_named(pair, swap) else -1


def _ranked_as_named(pair: YearPair, swap: Swap) -> bool:
    """Whether there are enough schools to see that the columns' rankings are their own."""
    if pair.schools < FEWEST_ROWS:
        return False
    sides = YearPair(pair.older, pair.newer, pair.left[:, swap], pair.right[:, swap])
    correlations: Matrix = np.nan_to_num(rank_correlations(sides)[0])
    return bool(np.trace(correlations) > np.trace(correlations[::-1]))
