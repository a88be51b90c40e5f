"""Whole numbers for cells of schools, so that sums over groups of cells come out as given: near what a smooth pattern
lets expect, and solved as a small integer program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .chance import Bools, Floats, Ints

ROUNDS = 500
EDGE = 0.98  # of half a unit of the last digit: what lies on the edge itself may be rounded either way
APART = 1e-4  # by which the costs of cells differ, so that few answers are equally good
ENOUGH = 0.1  # within so much of the best answer the search ends
MISSING = 20.0  # what one more that is not known costs, beside one that differs from the pattern


@dataclass(frozen=True)
class Group:
    """Cells that are summed, and the share that comes out; `digits`: after the point, of its percentage."""

    cells: Bools
    share: float
    digits: int

    @property
    def bounds(self) -> tuple[float, float]:
        """Shares that read as the given one."""
        half = EDGE * 0.5 * 10.0 ** -(self.digits + 2)
        return max(self.share - half, 0.0), min(self.share + half, 1.0)


class NotPossible(ValueError):
    """No whole numbers give these sums."""


def scaled(start: Floats | Ints, sums: Sequence[tuple[Bools, float]]) -> Floats:
    """Amounts that have these sums over cells, in the proportions of the start as far as the sums let them (iterative
    proportional fitting).

    >>> scaled(np.array([1.0, 1.0, 2.0]), [(np.array([True, True, True]), 8.0)]).tolist()
    [2.0, 2.0, 4.0]
    """
    found: Floats = start.astype(np.float64)
    for _ in range(ROUNDS):
        for cells, total in sums:
            found = np.where(cells, found * total / max(found[cells].sum(), 1e-12), found)
    return found


def expected(whole: Ints, groups: Sequence[Group]) -> Floats:
    """How many of each cell, so that groups have their shares and cells differ no more than that asks for: those with
    and without are fitted in turn, which leaves each cell between none and all.
    """
    some = whole.astype(np.float64) * groups[0].share
    for _ in range(ROUNDS):
        for group in groups:
            here = group.cells & (whole > 0)
            total, now = whole[here].sum(), some[here].sum()
            more = group.share * total / max(now, 1e-12)
            fewer = (1 - group.share) * total / max(total - now, 1e-12)
            with_, without = some[here] * more, (whole[here] - some[here]) * fewer
            some[here] = whole[here] * with_ / np.maximum(with_ + without, 1e-12)
    return some


def whole_sums(near: Floats, lowest: Ints, highest: Ints, sums: Sequence[tuple[Bools, float]]) -> Ints:
    """Whole amounts with just these sums, as near to the given ones as can be."""
    rows = [(cells.astype(float), total, total) for cells, total in sums]
    return _nearest(near, lowest, highest, rows)


def whole_shares(near: Floats, whole: Ints, groups: Sequence[Group], *, at_most: Ints | None = None) -> Ints:
    """Of each cell, how many: every group's share reads as given."""
    rows = []
    for group in groups:
        total = whole[group.cells].sum()
        low, high = group.bounds
        rows.append((group.cells.astype(float), low * total, high * total))
    return _nearest(near, np.zeros_like(whole), whole if at_most is None else np.minimum(whole, at_most), rows)


def whole_shares_of_known(near: Floats, whole: Ints, groups: Sequence[Group], *, missing: int) -> tuple[Ints, Ints]:
    """Of each cell, how many, and of how many that are known: as few as can be are not, in no cell more than `missing`.
    Where groups are small, no whole number of all gives the share that was published.
    """
    count = len(whole)
    none = np.zeros(count)
    rows: list[tuple[Floats, float, float]] = []
    for group in groups:
        cells = group.cells.astype(float)
        low, high = group.bounds
        rows.append((np.concatenate([cells, low * cells]), low * whole @ cells, np.inf))
        rows.append((np.concatenate([cells, high * cells]), -np.inf, high * whole @ cells))
    rows += [(np.concatenate([cell, cell]), -np.inf, float(whole @ cell)) for cell in np.eye(count)]
    near_both, highest = np.concatenate([near, none]), np.concatenate([whole, np.minimum(whole, missing)])
    costs = np.concatenate([np.ones(count), np.full(count, MISSING)])
    found = _nearest(near_both, np.zeros_like(highest), highest, rows, costs)
    return found[:count], whole - found[count:]


def _nearest(
    near: Floats, lowest: Ints, highest: Ints, rows: Sequence[tuple[Floats, float, float]], costs: Floats | None = None
) -> Ints:
    """Whole numbers within the bounds and the rows' sums, with the least distance to `near`, cell by cell."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # takes long to load

    count = len(near)
    one, none = np.eye(count), np.zeros((len(rows), 2 * count))
    cost = (np.ones(count) if costs is None else costs) * (1 + APART * np.arange(count))
    sums = np.hstack([np.stack([row for row, _, _ in rows]), none])
    answer = milp(
        np.concatenate([np.zeros(count), cost, cost]),
        integrality=np.repeat([1, 0, 0], count),
        bounds=Bounds(
            np.concatenate([lowest, np.zeros(2 * count)]), np.concatenate([highest, np.full(2 * count, np.inf)])
        ),
        constraints=[
            LinearConstraint(np.hstack([one, -one, one]), near, near),
            LinearConstraint(sums, [low for _, low, _ in rows], [high for _, _, high in rows]),
        ],
        options={"mip_rel_gap": ENOUGH},
    )
    if answer.x is None:
        raise NotPossible("no whole numbers of people give these shares in groups of these sizes")
    return np.round(answer.x[:count]).astype(np.int64)
