"""Third test: what columns have to do with one another within a school, such as: so many stayed of so many, which is so many percent."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np

from monitoring.analysis.column_identity.contrasts import Swap
from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix, Panel
from monitoring.analysis.column_identity.years import odd_years

ALWAYS = 0.995  # share of schools where one column must not exceed the other
SOMETIMES = 0.05  # and where it must be smaller, or nothing is learned
FITS = 0.95  # share of schools where a percentage must be that of two counts
ROUNDING = 0.06


def relation_swaps(panel: Panel) -> tuple[dict[int, list[tuple[float, Swap]]], dict[int, set[int]]]:
    """As contrast_swaps: pairs of columns whose order (a part, its whole) or role (the percentage of two counts) is turned in a year."""
    odd: dict[int, list[tuple[float, Swap]]] = {}
    undecided: dict[int, set[int]] = {}
    for roles in [*_orders(panel), *_quotients(panel)]:
        votes = {pair: 1 if roles[pair[0]] == roles[pair[1]] else -1 for pair in combinations(sorted(roles), 2)}
        if -1 not in votes.values():
            continue
        wrong, unclear, main = odd_years(votes, panel.trusted)
        for year in wrong:
            right = roles[min(main)]
            odd.setdefault(year, []).append((1.0, (min(roles[year], right), max(roles[year], right))))
        for year in unclear:
            undecided.setdefault(year, set()).update(roles.values())
    return odd, undecided


def _orders(panel: Panel) -> list[dict[int, int]]:
    """For each two counts that are in order: per year, which of them is the part."""
    counts = [column for column, kind in enumerate(panel.kinds) if kind == "count"]
    found = []
    for one, other in combinations(counts, 2):
        parts = {year: _part(cells[:, one], cells[:, other]) for year, cells in panel.cells.items()}
        found.append({year: (one, other)[part] for year, part in parts.items() if part is not None})
    return found


def _part(one: Matrix, other: Matrix) -> int | None:
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < FEWEST_ROWS:
        return None
    less, more = (one < other)[both].mean(), (one > other)[both].mean()
    if more <= 1 - ALWAYS and less >= SOMETIMES:
        return 0
    return 1 if less <= 1 - ALWAYS and more >= SOMETIMES else None


def _quotients(panel: Panel) -> list[dict[int, int]]:
    """For each two counts: per year, which percentage column is the one of the other."""
    counts = [column for column, kind in enumerate(panel.kinds) if kind == "count"]
    percents = [column for column, kind in enumerate(panel.kinds) if kind == "percent"]
    found = []
    for part, whole in permutations(counts, 2):
        fits = {
            year: [column for column in percents if _is_percent(cells[:, column], cells[:, part], cells[:, whole])]
            for year, cells in panel.cells.items()
        }
        found.append({year: columns[0] for year, columns in fits.items() if len(columns) == 1})
    return found


def _is_percent(percent: Matrix, part: Matrix, whole: Matrix) -> bool:
    known = np.isfinite(percent) & np.isfinite(part) & np.isfinite(whole) & (whole > 0)
    if known.sum() < FEWEST_ROWS or np.ptp(percent[known]) == 0:
        return False
    return bool((np.abs(percent - 100 * part / np.where(whole > 0, whole, 1))[known] <= ROUNDING).mean() >= FITS)
