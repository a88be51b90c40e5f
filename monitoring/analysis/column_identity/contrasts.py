"""Second test: two columns of one kind, subtracted. Where schools' difference between them turns around, they have
changed places.

What makes this sharp is that it needs no column to be unlike the other: teachers and teachers retained rank schools
alike, yet a school where few stay is one where few stay next year. Two differences are looked at: the order of schools
by size of one column beside the other (logarithms, or points for percentages), and presence, where just one is there
(a school with a kindergarten and no first grade).

Differences turn around of themselves where what is counted moves on, as children do from grade to grade. Therefore one
clear turn is not enough: the years must fall into two parties in nearly every comparison. Where there are only two
years, more is asked, and the sizes must be clearly nearer with the columns exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix, Panel, YearPair, year_pairs
from monitoring.analysis.column_identity.rankings import middle, most_common, ranks
from monitoring.analysis.column_identity.sizes import NEARER, size_distances
from monitoring.analysis.column_identity.years import Votes

TESTABLE = 0.35  # how strongly a difference must persist, one way or the other, over most pairs of years
ALONE = 0.6  # and where there is only one pair of years: children who move up turn differences of grades by a half
BY_CHANCE = 2  # standard errors added to it
SURE = 4  # standard errors from zero, at least
CLEAR = 0.8  # share of the pairs of years that must say something

Swap = tuple[int, int]
SwapVotes = tuple[Swap, Votes, float]  # two columns, how pairs of years vote on their order, and how strongly


def contrast_votes(panel: Panel) -> Iterator[SwapVotes]:
    """For two columns of one kind: the pairs of years in which their difference kept its sign (+1) or turned (-1)."""
    pairs = year_pairs(panel)
    years = [(pair.older, pair.newer) for pair in pairs]
    for kind in sorted(set(panel.kinds)):
        swaps = list(combinations([column for column, its in enumerate(panel.kinds) if its == kind], 2))
        if not pairs or not swaps:
            continue
        signs, known, strengths = _kind_signs(panel, pairs, kind, swaps)
        for column in np.flatnonzero((signs < 0).any(axis=0)):
            said = np.count_nonzero(signs[:, column])
            if said >= CLEAR * np.count_nonzero(known[:, column]):
                votes = {year: int(sign) for year, sign in zip(years, signs[:, column], strict=True) if sign}
                yield swaps[column], votes, float(strengths[column])


def _kind_signs(
    panel: Panel, pairs: list[YearPair], kind: str, swaps: list[Swap]
) -> tuple[Matrix, NDArray[np.bool_], Matrix]:
    """For swaps of one kind, pairs of years by swaps: signs, and whether anything is known; and strengths by swap.

    A difference that only one pair of years can tell must be borne out by sizes too.
    """
    views = [_persistence(panel, pairs, _sizes(kind), swaps)]
    if kind == "count":
        views.append(_persistence(panel, pairs, _presence, swaps))
    known = np.any([np.isfinite(persistence) for persistence, _ in views], axis=0)
    alone = known.sum(axis=0) == 1
    seen = [_signs(*view) for view in views]
    if (alone & (seen[0] < 0)).any():
        seen[0] = np.where(alone & (seen[0] < 0) & ~_nearer(panel, pairs, swaps), 0.0, seen[0])
    strengths = np.nan_to_num(np.abs([persistence for persistence, _ in views])).max(axis=(0, 1))
    return np.sign(sum(seen)), known, strengths


def _nearer(panel: Panel, pairs: list[YearPair], swaps: list[Swap]) -> NDArray[np.bool_]:
    """Per pair of years and swap: whether the exchange brings the sizes of the two years clearly nearer."""
    one, other = [swap[0] for swap in swaps], [swap[1] for swap in swaps]
    nearer = []
    for pair in pairs:
        apart, rows = size_distances(panel, pair)
        as_named, exchanged = apart[one, one] + apart[other, other], apart[one, other] + apart[other, one]
        with np.errstate(invalid="ignore", divide="ignore"):
            nearer.append(np.log(as_named / exchanged) * np.sqrt(rows[one, other]) >= NEARER)
    return np.array(nearer)


def _sizes(kind: str) -> Callable[[Matrix], Matrix]:
    return (lambda cells: cells) if kind == "percent" else (lambda cells: np.log(np.where(cells > 0, cells, np.nan)))


def _presence(cells: Matrix) -> Matrix:
    return np.where(np.isfinite(cells), cells > 0, np.nan)


def _persistence(
    panel: Panel, pairs: list[YearPair], seen_as: Callable[[Matrix], Matrix], swaps: list[Swap]
) -> tuple[Matrix, Matrix]:
    """Per pair of years and swap: how far the order of the schools' differences persists (NaN where too few rows tell
    anything), and the rows that tell.
    """
    first, second = [swap[0] for swap in swaps], [swap[1] for swap in swaps]
    orders, usual = {}, {}
    for year, cells in panel.cells.items():
        differences = seen_as(cells)[:, first] - seen_as(cells)[:, second]
        orders[year], usual[year] = ranks(differences), np.abs(differences - most_common(differences)) < 1e-9
    found = [
        _correlations(
            orders[pair.older][pair.left],
            orders[pair.newer][pair.right],
            usual[pair.older][pair.left] & usual[pair.newer][pair.right],
        )
        for pair in pairs
    ]
    return np.array([persistence for persistence, _ in found]), np.array([rows for _, rows in found])


def _correlations(one: Matrix, other: Matrix, is_usual: NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
    """Column by column over the rows both have, NaN where too few tell anything; and how many do."""
    known = np.isfinite(one) & np.isfinite(other)
    rows, telling = np.maximum(known.sum(axis=0), 1), (known & ~is_usual).sum(axis=0)
    one, other = np.where(known, one, 0.0), np.where(known, other, 0.0)
    one = np.where(known, one - one.sum(axis=0) / rows, 0.0)
    other = np.where(known, other - other.sum(axis=0) / rows, 0.0)
    spread = np.sqrt((one**2).sum(axis=0) * (other**2).sum(axis=0))
    usable = (telling >= FEWEST_ROWS) & (spread > 1e-9)
    return np.where(usable, (one * other).sum(axis=0) / np.where(usable, spread, 1.0), np.nan), telling


def _signs(persistence: Matrix, rows: Matrix) -> Matrix:
    """Read correlations, pairs of years by swaps: +1 kept, -1 turned, 0 not to be said."""
    known, how = np.isfinite(persistence), np.abs(np.nan_to_num(persistence))
    usual = np.nan_to_num(middle(np.abs(persistence)))
    alone = ALONE + BY_CHANCE / np.sqrt(np.maximum(rows, 1))
    needed = np.where(known.sum(axis=0) == 1, alone, np.where(usual >= TESTABLE, usual / 2, np.inf))
    needed = np.maximum(needed, SURE / np.sqrt(np.maximum(rows, 1)))
    return np.where(how >= needed, np.sign(np.nan_to_num(persistence)), 0.0)
