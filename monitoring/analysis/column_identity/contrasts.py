"""Second test: two columns of one kind, subtracted. Where schools' difference between them turns its sign, they have
changed places.

What makes this sharp is that it needs no column to be unlike the other: teachers and teachers retained rank schools
alike, yet a school where few stay is one where few stay next year. Two differences are looked at: of sizes (logarithms,
or points for percentages) where both are there, and of presence, where just one is (a school with a kindergarten and no
first grade).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import sqrt

import numpy as np

from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix, Panel, YearPair, year_pairs
from monitoring.analysis.column_identity.rankings import most_common
from monitoring.analysis.column_identity.years import odd_years

FEWEST_SIZES = 60
FEWEST_PRESENT = 15
TESTABLE = 0.35  # how strongly a difference must persist, either way, over most pairs of years
ALONE = {
    "count": 0.6
}  # how strongly it must have turned where there is only one pair of years; numbers of students in neighboring
ALONE_OTHERWISE = 0.4  # grades turn a little of themselves, as children move up
Swap = tuple[int, int]


def contrast_swaps(panel: Panel) -> tuple[dict[int, list[tuple[float, Swap]]], dict[int, set[int]]]:
    """Per odd year the swaps its contrasts call for, strongest first; and per undecided year the columns in dispute."""
    pairs = year_pairs(panel)
    odd: dict[int, list[tuple[float, Swap]]] = {}
    undecided: dict[int, set[int]] = {}
    for kind in sorted(set(panel.kinds)):
        swaps = list(combinations([column for column, its in enumerate(panel.kinds) if its == kind], 2))
        for swap, votes, weight in _all_votes(pairs, kind, swaps):
            if -1 not in votes.values() or (len(votes) > 1 and 1 not in votes.values()):
                continue
            wrong, unclear = odd_years(votes, panel.trusted)
            for year in wrong:
                odd.setdefault(year, []).append((weight, swap))
            for year in unclear:
                undecided.setdefault(year, set()).update(swap)
    return {year: sorted(found, reverse=True) for year, found in odd.items()}, undecided


def _all_votes(
    pairs: list[YearPair], kind: str, swaps: list[Swap]
) -> Iterator[tuple[Swap, dict[tuple[int, int], int], float]]:
    """For each swap: the pairs of years in which the difference kept its sign (+1) or turned (-1), and how strongly it
    persists.
    """
    if not pairs or not swaps:
        return
    years, rows = [(pair.older, pair.newer) for pair in pairs], min(pair.schools for pair in pairs)
    sizes = np.array([_size_contrasts(pair, kind, swaps) for pair in pairs])
    presence = np.full_like(sizes, np.nan)
    if kind == "count":
        presence = np.array([_presence_contrasts(pair, swaps) for pair in pairs])
    for column, swap in enumerate(swaps):
        first, second = _signs(sizes[:, column], kind, rows), _signs(presence[:, column], kind, FEWEST_PRESENT**2)
        votes = {year: int(np.sign(a + b)) for year, a, b in zip(years, first, second, strict=True) if a + b}
        strengths = np.abs(np.concatenate([sizes[:, column], presence[:, column]]))
        yield swap, votes, float(np.nanmax(strengths)) if np.isfinite(strengths).any() else 0.0


def _signs(persistence: Matrix, kind: str, rows: int) -> list[int]:
    """Read correlations of one contrast over all pairs of years: +1 kept, -1 turned, 0 not to be said."""
    known = np.abs(persistence[np.isfinite(persistence)])
    if not len(known):
        return [0] * len(persistence)
    if len(known) == 1:
        needed = max(ALONE.get(kind, ALONE_OTHERWISE), 5 / sqrt(rows))
    elif (usual := float(np.median(known))) >= max(TESTABLE, 5 / sqrt(rows)):
        needed = usual / 2
    else:
        return [0] * len(persistence)
    return [0 if not np.isfinite(value) or abs(value) < needed else int(np.sign(value)) for value in persistence]


def _size_contrasts(pair: YearPair, kind: str, swaps: list[Swap]) -> Matrix:
    """Correlations over the years of the difference in size between two columns, for each swap."""
    sides = []
    for cells in (pair.left, pair.right):
        sizes = cells if kind == "percent" else np.log(np.where(cells > 0, cells, np.nan))
        sides.append(_differences(sizes, swaps))
    return _correlations(sides[0], sides[1], FEWEST_SIZES)


def _presence_contrasts(pair: YearPair, swaps: list[Swap]) -> Matrix:
    """Correlations over the years of which of two columns is the one that is not zero; NaN where that is too rare."""
    sides = [_differences(np.where(np.isfinite(cells), cells > 0, np.nan), swaps) for cells in (pair.left, pair.right)]
    enough = np.min([np.count_nonzero(np.nan_to_num(side), axis=0) for side in sides], axis=0) >= FEWEST_PRESENT
    return np.where(enough, _correlations(sides[0], sides[1], FEWEST_ROWS), np.nan)


def _differences(sizes: Matrix, swaps: list[Swap]) -> Matrix:
    first, second = [swap[0] for swap in swaps], [swap[1] for swap in swaps]
    return np.asarray(sizes[:, first] - sizes[:, second], dtype=np.float64)


def _correlations(one: Matrix, other: Matrix, fewest: int) -> Matrix:
    """Column by column over the rows both have; NaN where too few rows tell anything."""
    known = np.isfinite(one) & np.isfinite(other)
    usual = known & (np.abs(one - most_common(one)) < 1e-9) & (np.abs(other - most_common(other)) < 1e-9)
    rows = np.maximum(known.sum(axis=0), 1)
    one, other = np.where(known, one, 0.0), np.where(known, other, 0.0)
    one = np.where(known, one - one.sum(axis=0) / rows, 0.0)
    other = np.where(known, other - other.sum(axis=0) / rows, 0.0)
    spread = np.sqrt((one**2).sum(axis=0) * (other**2).sum(axis=0))
    usable = ((known & ~usual).sum(axis=0) >= fewest) & (spread > 1e-9)
    return np.where(usable, (one * other).sum(axis=0) / np.where(usable, spread, 1.0), np.nan)
