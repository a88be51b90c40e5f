"""Chance that can be had again: one stream for each part of the state, and the few ways in which it is drawn from."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def stream(seed: int, *part: str | int) -> np.random.Generator:
    """Chance for one part of the state. Parts do not share it, so that leaving one out moves nothing in the others.

    >>> stream(1, "staff", 2024).integers(0, 1000) == stream(1, "staff", 2024).integers(0, 1000)
    True
    """
    return np.random.default_rng([seed, *(zlib.crc32(str(word).encode()) for word in part)])


def apportion(total: int, weights: Any, *, least: int = 0) -> Ints:
    """Whole numbers that add up to the total, by largest remainders; ties go to the first. Where there is enough, each
    gets `least`.

    >>> apportion(10, [1.0, 1.0, 2.0]).tolist(), apportion(3, [0.0, 5.0, 5.0], least=1).tolist()
    ([3, 2, 5], [1, 1, 1])
    """
    given = np.asarray(weights, dtype=float)
    least = min(least, total // max(len(given), 1))
    left = total - least * len(given)
    exact = left * given / given.sum() if given.sum() > 0 else np.zeros(len(given))
    whole = np.floor(exact + 1e-9).astype(np.int64)
    missing = int(left - whole.sum())
    order = np.argsort(whole - exact, kind="stable")[: max(missing, 0)]
    whole[order] += 1
    return whole + least


def numbered(keys: Any) -> Ints:
    """Which of the rows with its key each row is, from 0, in the order of the rows.

    >>> numbered([7, 3, 7, 7, 3]).tolist()
    [0, 0, 1, 2, 1]
    """
    given = np.asarray(keys)
    order = np.argsort(given, kind="stable")
    ordered = given[order]
    is_first = np.ones(len(given), dtype=bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(is_first)
    found = np.empty(len(given), dtype=np.int64)
    found[order] = np.arange(len(given)) - np.repeat(starts, np.diff(np.append(starts, len(given))))
    return found


def paired(wanting: Any, offered: Any) -> tuple[Ints, Ints]:
    """Positions of rows that go together: within each key the first with the first, as far as both reach.

    >>> [rows.tolist() for rows in paired([5, 5, 8], [8, 5, 9])]
    [[0, 2], [1, 0]]
    """
    one, other = np.asarray(wanting, dtype=np.int64), np.asarray(offered, dtype=np.int64)
    return same(*(key * (1 << 24) + numbered(key) for key in (one, other)))


def same(some: Ints, others: Ints) -> tuple[Ints, Ints]:
    """Positions of what stands in both, each once in either."""
    _, left, right = np.intersect1d(some, others, assume_unique=True, return_indices=True)
    return left.astype(np.int64), right.astype(np.int64)


def drawn(random: np.random.Generator, chances: Any, rows: int) -> Ints:
    """Of each row one of the columns, by these chances: a list for all rows, or a row of them each."""
    cumulated = np.cumsum(np.atleast_2d(np.asarray(chances, dtype=float)), axis=1)
    at = random.random(rows)[:, None] * cumulated[:, -1:]
    return np.minimum((at >= cumulated).sum(axis=1), cumulated.shape[1] - 1)


def spread(counts: Any) -> tuple[Ints, Ints]:
    """Every unit of some counts as a row: of which count it is, and which of its units.

    >>> [rows.tolist() for rows in spread([2, 0, 1])]
    [[0, 0, 2], [0, 1, 0]]
    """
    given = np.asarray(counts, dtype=np.int64)
    owner = np.repeat(np.arange(len(given)), given)
    begin = np.cumsum(given) - given
    return owner, np.arange(len(owner)) - begin[owner]


def logit(share: Any) -> Floats:
    given = np.clip(np.asarray(share, dtype=float), 0.005, 0.995)
    return np.log(given / (1 - given))


def unlogit(value: Any) -> Floats:
    return 1 / (1 + np.exp(-np.asarray(value, dtype=float)))


def ids(seed: int, kind: str, numbers: Any, *, digits: int) -> Ints:
    """Numbers of so many digits, each different, in no order that shows: a step that shares no factor with their count
    goes round all of them once.
    """
    count = 9 * 10 ** (digits - 1)
    random = stream(seed, "ids", kind)
    begin, step = int(random.integers(0, count)), 30 * int(random.integers(10**5, 10**6)) + 7  # no factor 2, 3 or 5
    return 10 ** (digits - 1) + (begin + np.asarray(numbers, dtype=np.int64) * step) % count


def words(names: Sequence[str], codes: Any) -> NDArray[Any]:
    """The name of each code, as objects that Polars takes as text."""
    return np.asarray(names, dtype=object)[np.asarray(codes)]
