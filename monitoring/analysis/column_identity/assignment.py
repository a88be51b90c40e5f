"""Which label holds which column: the assignment that fits best, where leaving a label as it is costs nothing."""

from __future__ import annotations

from math import sqrt

import numpy as np

from monitoring.analysis.column_identity.panel import Matrix
from monitoring.analysis.column_identity.rankings import strength

Cycle = dict[int, int]


def moved_cycles(correlations: Matrix, rows: int) -> list[Cycle]:
    """Cycles label -> column that explain `correlations` (labels by columns) decisively better than the labels do.

    Moving a label has a price, and each cycle needs one label that fits another column strongly and by a clear margin, more so the
    fewer rows there are; so columns that are merely alike, or merely noise, stay where they are.

    >>> moved_cycles(np.array([[0.3, 0.9, 0.1], [0.9, 0.3, 0.1], [0.1, 0.1, 0.8]]), rows=1000)
    [{0: 1, 1: 0}]
    >>> moved_cycles(np.array([[0.85, 0.9], [0.9, 0.85]]), rows=1000)
    []
    """
    from scipy.optimize import linear_sum_assignment

    fit = np.nan_to_num(strength(np.nan_to_num(correlations)))
    gains = fit - np.diag(fit)[:, None]
    price = max(0.15, 3 / sqrt(rows)) * (1 - np.eye(len(fit)))
    _, columns = linear_sum_assignment(price - gains)
    needed_margin, needed_fit = max(0.3, 4.5 / sqrt(rows - 3)), max(0.5, 6 / sqrt(rows))
    known = np.nan_to_num(correlations)
    return [
        cycle
        for cycle in _cycles([int(column) for column in columns])
        if any(gains[label, column] >= needed_margin and known[label, column] >= needed_fit for label, column in cycle.items())
    ]


def _cycles(columns: list[int]) -> list[Cycle]:
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
