"""Second test: two columns of one kind, subtracted. Where schools' difference between them turns its sign, they have changed places.

What makes this sharp is that it needs no column to be unlike the other: teachers and teachers retained rank schools alike, yet a school
where few stay is one where few stay next year. Two differences are looked at: of sizes (logarithms, or points for percentages) where both
are there, and of presence, where just one is (a school with a kindergarten and no first grade).
"""

from __future__ import annotations

from itertools import combinations
from math import sqrt

import numpy as np

from monitoring.analysis.column_identity.panel import Matrix, Panel, YearPair, year_pairs
from monitoring.analysis.column_identity.years import odd_years

FEWEST_SIZES = 60
FEWEST_PRESENT = 15
TESTABLE = 0.35  # how strongly a difference must persist, either way, over most pairs of years
ALONE = 0.6  # how strongly it must have turned where there is only one pair of years
Swap = tuple[int, int]


def contrast_swaps(panel: Panel) -> tuple[dict[int, list[tuple[float, Swap]]], dict[int, set[int]]]:
    """Per odd year the swaps its contrasts call for, strongest first; and per undecided year the columns in dispute."""
    pairs = year_pairs(panel)
    odd: dict[int, list[tuple[float, Swap]]] = {}
    undecided: dict[int, set[int]] = {}
    for swap in _alike(panel):
        votes, weight = _votes(pairs, panel.kinds[swap[0]], swap)
        if -1 not in votes.values() or (len(votes) > 1 and 1 not in votes.values()):
            continue
        wrong, unclear, _ = odd_years(votes, panel.trusted)
        for year in wrong:
            odd.setdefault(year, []).append((weight, swap))
        for year in unclear:
            undecided.setdefault(year, set()).update(swap)
    return {year: sorted(swaps, reverse=True) for year, swaps in odd.items()}, undecided


def _alike(panel: Panel) -> list[Swap]:
    return [(u, v) for u, v in combinations(range(len(panel.columns)), 2) if panel.kinds[u] == panel.kinds[v]]


def _votes(pairs: list[YearPair], kind: str, swap: Swap) -> tuple[dict[tuple[int, int], int], float]:
    """Per pair of years whether the difference kept its sign (+1) or turned (-1), and how strongly it persists."""
    years = [(pair.older, pair.newer) for pair in pairs]
    sizes = np.array([_size_contrast(pair, kind, swap) for pair in pairs])
    presence = np.array([_presence_contrast(pair, swap) for pair in pairs])
    rows = min((pair.rows for pair in pairs), default=1)
    first, second = _signs(sizes, rows), _signs(presence, FEWEST_PRESENT**2)
    votes = {year: int(np.sign(a + b)) for year, a, b in zip(years, first, second, strict=True) if a + b}
    strengths = np.abs(np.concatenate([sizes, presence]))
    return votes, float(np.nanmax(strengths)) if np.isfinite(strengths).any() else 0.0


def _signs(persistence: Matrix, rows: int) -> list[int]:
    """Read correlations of one contrast over all pairs of years: +1 kept, -1 turned, 0 not to be said."""
    known = np.abs(persistence[np.isfinite(persistence)])
    if not len(known):
        return [0] * len(persistence)
    if len(known) == 1:
        needed = ALONE
    elif (usual := float(np.median(known))) >= max(TESTABLE, 5 / sqrt(rows)):
        needed = usual / 2
    else:
        return [0] * len(persistence)
    return [0 if not np.isfinite(value) or abs(value) < needed else int(np.sign(value)) for value in persistence]


def _size_contrast(pair: YearPair, kind: str, swap: Swap) -> float:
    """Correlation over the years of the difference in size between two columns."""
    cells = np.column_stack([pair.left[:, swap], pair.right[:, swap]])
    cells = cells[np.isfinite(cells).all(axis=1)]
    if kind != "percent":
        cells = np.log(cells[(cells > 0).all(axis=1)])
    return _correlation(cells[:, 0] - cells[:, 1], cells[:, 2] - cells[:, 3], FEWEST_SIZES)


def _presence_contrast(pair: YearPair, swap: Swap) -> float:
    """Correlation over the years of which of two columns is the one that is not zero."""
    cells = np.column_stack([pair.left[:, swap], pair.right[:, swap]])
    there = (cells[np.isfinite(cells).all(axis=1)] > 0).astype(np.float64)
    before, after = there[:, 0] - there[:, 1], there[:, 2] - there[:, 3]
    if min(np.count_nonzero(before), np.count_nonzero(after)) < FEWEST_PRESENT:
        return float("nan")
    return _correlation(before, after, FEWEST_SIZES)


def _correlation(one: Matrix, other: Matrix, fewest: int) -> float:
    if len(one) < fewest or np.ptp(one) < 1e-9 or np.ptp(other) < 1e-9:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])
