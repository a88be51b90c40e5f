"""Who of a school's students sit together in a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from . import compiled

if TYPE_CHECKING:
    from ..sittings import Classes, Runs

Whole = NDArray[np.int64]
Narrow = NDArray[np.int32]
Bytes = NDArray[np.uint8]

MOST = 255  # seats of a row, so that every count of it is a byte; more begin another row


@compiled
def rows_of_seats(
    students: Whole, runs: Runs, classes: Classes, years: int
) -> tuple[Whole, Bytes, Narrow, Narrow, NDArray[np.uint16]]:
    """Grain out: a school's students and a class, once or more often. `students`: with which each school begins, and
    after which the last ends. By school where its rows begin, and where the last end; by row how many seats, and the
    class; by seat of these students the row; by student and how many years ago categories met, and categories known.
    """
    seats = int(np.sum(runs.lengths[runs.first[students[0]] : runs.first[students[-1]]]))
    row_of, many, numbers = np.empty(seats, np.int32), np.empty(seats, np.uint8), np.empty(seats, np.int32)
    met = np.zeros((2, years, students[-1] - students[0]), np.uint16)
    seen, ends, seats = np.zeros(len(classes.age), np.int32), np.zeros(len(students), np.int64), 0
    for school in range(len(students) - 1):
        rows = begin = ends[school]
        for student in range(students[school], students[school + 1]):
            for run in range(runs.first[student], runs.first[student + 1]):
                having, known = np.uint16(0), np.uint16(0)
                for seat in range(runs.starts[run], runs.starts[run] + runs.lengths[run]):
                    number = runs.classes[seat]
                    having, known = having | classes.having[number], known | classes.known[number]
                    row = seen[number] - 1  # 0: none yet
                    if row < begin or many[row] == MOST:
                        row, rows = np.int32(rows), rows + 1
                        seen[number], numbers[row], many[row] = rows, number, 0
                    many[row] += 1
                    row_of[seats], seats = row, seats + 1
                met[0, runs.ages[run], student - students[0]] |= having
                met[1, runs.ages[run], student - students[0]] |= known
        ends[school + 1] = rows
    return ends, many[: ends[-1]].copy(), numbers[: ends[-1]].copy(), row_of, met


@compiled
def sides_in(students: Whole, runs: Runs, row_of: Narrow, rows: int, pattern: Narrow, table: Bytes) -> Bytes:
    """Of so many rows how many students sit there of each side. `pattern`: of each student the row of `table`."""
    columns, seats = table.shape[1], 0
    counts, own = np.zeros((rows, columns), np.uint8), np.empty(columns, np.uint8)
    for student in range(students[0], students[-1]):
        for side in range(columns):
            own[side] = table[pattern[student - students[0]], side]
        for run in range(runs.first[student], runs.first[student + 1]):
            for _ in range(runs.lengths[run]):
                row = row_of[seats]
                for side in range(columns):
                    counts[row, side] += own[side]
                seats += 1
    return counts
