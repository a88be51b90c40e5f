"""Which label holds which column: the assignment that fits best, where leaving a label as it is costs nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from monitoring.analysis.column_identity.panel import FEWEST_ROWS, Matrix
from monitoring.analysis.column_identity.rankings import strength

Cycle = dict[int, int]
FORBIDDEN = 100.0


def margin(rows: float) -> float:
    """By how much one ranking must fit better than another to decide, in Fisher's z; more, the fewer rows there are.

    >>> round(margin(1800), 2), round(margin(60), 2)
    (0.2, 0.6)
    """
    return max(0.2, 4.5 / sqrt(rows - 3))


@dataclass(frozen=True)
class Move:
    """A label and the column it seems to hold; decisive where the ranking itself says so, else by elimination."""

    label: int
    column: int
    is_decisive: bool


def best_moves(correlations: Matrix, rows: Matrix, wrong: Collection[int] = ()) -> list[list[Move]]:
    """The cycles of labels that explain `correlations` (labels by columns, NaN unknown, over `rows`) far better than
    the labels do.

    Moving a label has a price, and each cycle needs one decisive move: a label that fits another column strongly, and
    by a clear margin better than itself or than that column's label, more so the fewer rows there are. So columns that
    are merely alike, or merely noise, stay where they are. Of labels known to be `wrong` less is asked. A label with
    figures moves only where its fit is known.

    >>> swapped = np.array([[0.3, 0.9, 0.1], [0.9, 0.3, 0.1], [0.1, 0.1, 0.8]])
    >>> best_moves(swapped, np.full((3, 3), 1000))
    [[Move(label=0, column=1, is_decisive=True), Move(label=1, column=0, is_decisive=True)]]
    >>> best_moves(np.array([[0.85, 0.88], [0.88, 0.85]]), np.full((2, 2), 1000))
    []
    """
    from scipy.optimize import linear_sum_assignment

    known = np.nan_to_num(correlations)
    fit, stays = strength(known), np.eye(len(correlations), dtype=bool)
    gains = fit - np.diag(fit)[:, None]
    some = np.maximum(np.where(rows > 0, rows, rows.max()), FEWEST_ROWS)
    empty: NDArray[np.bool_] = ~np.any(rows > 0, axis=1)
    eased = np.array([label in wrong for label in range(len(fit))])
    price = np.where(eased | empty, 0.1, 1.0)[:, None] * np.maximum(0.15, 3 / np.sqrt(some)) * ~stays
    told = ~np.isnan(correlations) | ~np.any(rows > 0, axis=0, keepdims=True)  # a fit is known, or the column is empty
    unknown = ~(told & np.diag(told)[:, None]) & ~empty[:, None] & ~stays
    _, columns = linear_sum_assignment(np.where(unknown, FORBIDDEN, price - gains))

    def move(label: int, column: int) -> Move:
        ease = 0.33 if label in wrong else 1.0
        gain = fit[label, column] - fit[column, column]
        if not np.isnan(correlations[label, label]):
            gain = max(gain, gains[label, column])
        needed = max(0.5 * ease, 6 / sqrt(some[label, column]))
        enough = gain >= ease * margin(some[label, column]) and known[label, column] >= needed
        return Move(label, column, bool(enough and not empty[label]))

    cycles = [[move(*step) for step in cycle.items()] for cycle in cycles_of([int(column) for column in columns])]
    return [cycle for cycle in cycles if any(step.is_decisive for step in cycle)]


def cycles_of(columns: list[int]) -> list[Cycle]:
    """The cycles of a permutation that move anything."""
    seen: set[int] = set()
    cycles = []
    for start in range(len(columns)):
        cycle: Cycle = {}
        label = start
        while label not in seen:
            seen.add(label)
            cycle[label] = columns[label]
            label = columns[label]
        if len(cycle) > 1:
            cycles.append(cycle)
    return cycles
