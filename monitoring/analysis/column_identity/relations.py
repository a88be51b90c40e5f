"""Third test: what columns have to do with one another within a school, such as: so many stayed of so many, which is so
many percent.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np

from monitoring.analysis.column_identity.contrasts import SwapVotes
from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix, Panel

ALWAYS = 0.995  # share of schools where one column must not exceed the other
SOMETIMES = 0.05  # and where it must be smaller, or nothing is learned
FEWEST_SMALLER = 20  # schools at least where it must be smaller, or chance could do it
FITS = 0.95  # share of schools where a percentage must be that of two counts
ROUNDING = 0.06
MOST = 0.5  # share of schools below which a relation has failed

Relation = tuple[
    frozenset[int], dict[int, int]
]  # the columns it ties, and per year which column has the part the relation is about


def relation_votes(panel: Panel) -> Iterator[SwapVotes]:
    """Two columns that have the same part in a relation (a part and its whole, the percentage of two counts), and
    which years agree on the one that has it.
    """
    for _, roles in _relations(panel):
        for swap in combinations(sorted(set(roles.values())), 2):
            years = [year for year in sorted(roles) if roles[year] in swap]
            yield swap, {pair: 1 if roles[pair[0]] == roles[pair[1]] else -1 for pair in combinations(years, 2)}, 1.0


def failed_relations(panel: Panel, year: int) -> list[frozenset[int]]:
    """The relations, each as its columns, that hold in every other year with figures (two at least, or an accepted
    one), not in `year`.
    """
    failed = []
    for columns, roles in _relations(panel):
        others = [other for other in roles if other != year]
        is_known = len(others) >= 2 or bool(panel.trusted_in(*columns).intersection(others))
        if is_known and len({roles[other] for other in others}) == 1:
            tied = columns | {roles[others[0]]}
            filled = [
                y for y in panel.years if y != year and np.isfinite(panel.cells[y][:, sorted(tied)]).any(axis=0).all()
            ]
            if set(filled) <= set(others) and _fails(panel, year, columns, roles[others[0]]):
                failed.append(tied)
    return failed


def _relations(panel: Panel) -> Iterator[Relation]:
    counts = [column for column, kind in enumerate(panel.kinds) if kind == "count"]
    percents = [column for column, kind in enumerate(panel.kinds) if kind == "percent"]
    for one, other in combinations(counts, 2):
        parts = {year: _part(cells[:, one], cells[:, other]) for year, cells in panel.cells.items()}
        yield frozenset((one, other)), {year: (one, other)[part] for year, part in parts.items() if part is not None}
    for part, whole in permutations(counts, 2):
        fits = {
            year: [
                column for column in percents if _share_of(cells[:, column], cells[:, part], cells[:, whole]) >= FITS
            ]
            for year, cells in panel.cells.items()
        }
        yield frozenset((part, whole)), {year: columns[0] for year, columns in fits.items() if len(columns) == 1}


def _part(one: Matrix, other: Matrix) -> int | None:
    """Which of two columns is the part of the other: 0, 1, or neither."""
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < FEWEST_ROWS:
        return None
    less, more, rows = (one < other)[both].sum(), (one > other)[both].sum(), both.sum()
    some = max(SOMETIMES * rows, FEWEST_SMALLER)
    if more <= (1 - ALWAYS) * rows and less >= some:
        return 0
    return 1 if less <= (1 - ALWAYS) * rows and more >= some else None


def _share_of(percent: Matrix, part: Matrix, whole: Matrix) -> float:
    """Share of schools where `percent` is 100 part / whole."""
    known = np.isfinite(percent) & np.isfinite(part) & np.isfinite(whole) & (whole > 0)
    if known.sum() < FEWEST_ROWS or np.ptp(percent[known]) == 0:
        return 0.0
    return float((np.abs(percent[known] - 100 * part[known] / whole[known]) <= ROUNDING).mean())


def _fails(panel: Panel, year: int, columns: frozenset[int], role: int) -> bool:
    """Whether the relation holds in fewer than half of the year's schools that have all its figures."""
    cells = panel.cells[year]
    one, other = sorted(columns)
    known = np.isfinite(cells[:, sorted(columns | {role})]).all(axis=1)
    if known.sum() < FEWEST_ROWS:
        return False
    if role in columns:
        part, whole = (one, other) if role == one else (other, one)
        return bool((cells[known, part] <= cells[known, whole]).mean() < MOST)
    shares = [
        _share_of(cells[:, role], cells[:, part], cells[:, whole]) for part, whole in ((one, other), (other, one))
    ]
    return max(shares) < MOST
