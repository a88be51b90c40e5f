"""Sums of rows that belong together, as the product with a sparse matrix of ones or weights: whole numbers, exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64] | NDArray[np.float32]
EXACT = 1 << 24  # below it, sums of whole numbers are exact in 32 bits


def exact(amounts: NDArray[np.generic], most: int) -> Numbers:
    """Whole numbers as they are added up exactly to `most`: in 64 bits up to 2^53, which no state reaches."""
    return amounts.astype(np.float32) if most < EXACT else amounts.astype(np.float64)


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


def added(
    amounts: Numbers,
    ends: NDArray[np.integer],
    *,
    rows: NDArray[np.integer] | None = None,
    weights: NDArray[np.generic] | None = None,
) -> Numbers:
    """Sums over `rows` of amounts (all, as they stand), from each of `ends` to the next.

    >>> added(np.array([[1.0], [2.0], [4.0]]), np.array([0, 2, 2, 3])).ravel().tolist()
    [3.0, 0.0, 4.0]
    """
    from scipy.sparse import csr_array

    at = np.arange(len(amounts)) if rows is None else rows
    ones = np.ones(len(at), dtype=amounts.dtype) if weights is None else weights.astype(amounts.dtype)
    shape = (len(ends) - 1, len(amounts))
    found: Numbers = csr_array((ones, at.astype(np.int32), ends.astype(np.int32)), shape=shape) @ amounts
    return found
