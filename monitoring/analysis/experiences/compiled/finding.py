"""Where the students of a cohort have their seats in the files of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from . import compiled

if TYPE_CHECKING:
    from ..sittings import Runs

Whole = NDArray[np.int64]
Narrow = NDArray[np.int32]
Flags = NDArray[np.bool_]


@compiled
def table_of(keys: Whole, students: Whole, bits: int) -> tuple[Whole, Narrow, Narrow]:
    """`students` (numbers, of whom `keys` are known) in a table of 2^bits places, more than they are: the key at each
    place, and the student, or -1. Also of each student the one before with the same key, or -1.
    """
    places = 1 << bits
    key_at, student_at = np.zeros(places, np.int64), np.full(places, -1, np.int32)
    same = np.full(len(keys), -1, np.int32)
    for student in students:
        at = _place(keys[student], key_at, student_at, bits)
        same[student] = student_at[at]
        key_at[at], student_at[at] = keys[student], student
    return key_at, student_at, same


@compiled
def _place(key: np.int64, key_at: Whole, student_at: Narrow, bits: int) -> np.int64:
    """Where the key stands, or would."""
    at = np.int64((np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits))
    while student_at[at] >= 0 and key_at[at] != key:
        at = (at + 1) & ((1 << bits) - 1)
    return at


@compiled
def runs_in(keys: Whole, is_known: Flags) -> Whole:
    """Where keys begin that are another than the one before, or known where it is not."""
    found, many = np.empty(len(keys), np.int64), 0
    for seat in range(len(keys)):
        if seat == 0 or keys[seat] != keys[seat - 1] or is_known[seat] != is_known[seat - 1]:
            found[many] = seat
            many += 1
    return found[:many].copy()


@compiled
def found_in(keys: Whole, starts: Whole, key_at: Whole, student_at: Narrow, bits: int) -> Narrow:
    """Of each run the student, or -1; of several with one key the last."""
    found = np.empty(len(starts), np.int32)
    for run in range(len(starts)):
        found[run] = student_at[_place(keys[starts[run]], key_at, student_at, bits)]
    return found


@compiled
def count_runs(found: Narrow, same: Narrow, many: Whole) -> None:
    """Adds to how many runs each student has."""
    for run in range(len(found)):
        student = found[run]
        while student >= 0:
            many[student] += 1
            student = same[student]


@compiled
def put_runs(found: Narrow, same: Narrow, begins: Whole, end: int, age: int, at: Whole, into: Runs) -> None:
    """Writes a year's runs, the last of which ends at `end`, to where each student's are to stand next (`at`)."""
    for run in range(len(found)):
        after = begins[run + 1] if run + 1 < len(begins) else end
        student = found[run]
        while student >= 0:
            to = at[student]
            into.starts[to], into.lengths[to], into.ages[to] = begins[run], after - begins[run], age
            at[student] += 1
            student = same[student]


@compiled
def in_order(keys: NDArray[np.integer], order: Narrow, many: int) -> Narrow:
    """`order` by keys, which are below `many`; of those alike the order stays."""
    at = np.zeros(many + 1, np.int64)
    for key in keys:
        at[key + 1] += 1
    at = np.cumsum(at)
    found = np.empty(len(order), np.int32)
    for row in order:
        key = keys[row]
        found[at[key]] = row
        at[key] += 1
    return found
