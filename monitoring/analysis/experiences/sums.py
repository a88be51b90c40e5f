"""Rows that stand together: where they begin, and where they end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def ends_of(to: NDArray[np.integer], many: int) -> Whole:
    """Where the rows of each of `many` begin, and where the last of them end. `to`: ascending.

    >>> ends_of(np.array([0, 0, 2]), 3).tolist()
    [0, 2, 2, 3]
    """
    return np.concatenate([[0], np.cumsum(np.bincount(to, minlength=many))])


def firsts_of(*ordered: NDArray[np.generic]) -> Whole:
    """Where rows begin that are alike in all of these; rows in such an order.

    >>> firsts_of(np.array([1, 1, 2, 2]), np.array([5, 5, 5, 6])).tolist()
    [0, 2, 3]
    """
    is_first = np.ones(len(ordered[0]), dtype=np.bool_)
    is_first[1:] = False
    for one in ordered:
        is_first[1:] |= one[1:] != one[:-1]
    return np.flatnonzero(is_first)


def spread(starts: NDArray[np.integer], lengths: NDArray[np.integer]) -> Whole:
    """The places of runs, one after the other.

    >>> spread(np.array([7, 2]), np.array([2, 3])).tolist()
    [7, 8, 2, 3, 4]
    """
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
