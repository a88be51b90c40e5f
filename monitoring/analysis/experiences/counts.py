"""How often students of some districts met each teacher, by seats and classes: whole numbers to the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .cohort import Portion, Sides
from .sittings import Classes, Narrow, Sittings
from .sums import Whole

COVERAGE = ("seats", "seats_taught")
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Seats:
    """What students of a portion have in all years. Grain: a school of students, in order, and a class (`number`), once
    or, where very many sit in it, more often; `ends`: where the rows of each school begin, and where the last end; how
    `many` seats, and `counts` of them in columns of Sides. `met`: categories had, and those known, as sets of bits,
    by how many years ago and student.
    """

    ends: Whole
    counts: Bytes
    many: Bytes
    number: Narrow
    met: NDArray[np.uint16]

    @property
    def at(self) -> Whole:
        """The school of each row."""
        return np.repeat(np.arange(len(self.ends) - 1), np.diff(self.ends))


def seats_of(portion: Portion, sides: Sides, sittings: Sittings, years: int) -> Seats:
    """`years`: how many there are at most."""
    from .compiled.seats import rows_of_seats, sides_in

    ends, many, number, row_of, met = rows_of_seats(portion.students, sittings.runs, sittings.classes, years)
    counts = sides_in(portion.students, sittings.runs, row_of, len(many), sides.of_students, sides.table)
    return Seats(ends, counts, many, number, met)


def coverage_of(portion: Portion, seats: Seats, classes: Classes, windows: Sequence[int]) -> list[dict[str, Whole]]:
    """Of each window: by school in how many classes its students sit, each of them counted (`seats`), and in how many
    of these somebody is known to teach (`seats_taught`).
    """
    is_taught = (classes.first[1:] > classes.first[:-1])[seats.number]
    years, at = max(windows), seats.at
    of_years = at * years + classes.age[seats.number]

    def by_year(many: NDArray[np.generic]) -> Whole:
        found = np.bincount(of_years, weights=many, minlength=len(portion.schools) * years)
        return found.astype(np.int64).reshape(-1, 1, 1, years)

    found = [by_year(seats.many), by_year(seats.many * is_taught)]
    return [
        {name: one[..., :window].sum(axis=-1) for name, one in zip(COVERAGE, found, strict=True)} for window in windows
    ]
