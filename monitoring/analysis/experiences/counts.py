"""How often students of some districts met each teacher, by seats and classes: whole numbers to the end.

Who sits where is a sparse matrix; its product with the sides that students are on is how many of each side sit in a
class, and so every teacher of it meets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .cohort import Portion, Sides
from .sittings import Bits, Kinds, Sittings
from .sums import Numbers, Whole, added, exact, firsts_of, spread

COVERAGE = ("seats", "seats_taught")


@dataclass(frozen=True, eq=False)
class Seats:
    """What students of a portion have in one school year. Grain: a class and a school of its students, in order of
    classes; `numbers`: of the class; `ends`: where its `students` begin and end. `met`: of each student the categories
    of the teachers, and those known, as sets of bits.
    """

    of: Sittings
    numbers: Whole
    at: Whole
    students: Whole
    ends: Whole
    met: tuple[Bits, Bits]

    @property
    def many(self) -> Whole:
        return np.diff(self.ends)


@dataclass(frozen=True, eq=False)
class Experiences:
    """Grain: a school of students and a teacher as known in a class of a year (`kind`, a row of Kinds), in this order.
    Beside it how `many` experiences, those in columns of Sides, and these weighted by shares of classes, in
    ten-thousandths.
    """

    at: Whole
    kind: Whole
    many: Whole
    counts: Numbers
    weighted: Numbers


def seats_of(portion: Portion, sittings: Sittings) -> Seats:
    from scipy.sparse import csr_array

    of_each, starts, lengths = sittings.between(portion.first[0], len(portion.at))
    classes, many = sittings.classes[spread(starts, lengths)], len(sittings.taught.many)
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    ones = np.ones(len(classes), dtype=np.int8)
    by_class = csr_array((ones, classes, ends), shape=(len(of_each), many)).tocsc()
    students = of_each[by_class.indices]
    number, at = np.repeat(np.arange(many), np.diff(by_class.indptr)), portion.at[students]
    firsts = firsts_of(number, at)
    met = [
        _met(bits[classes], ends, of_each, len(portion.at)) for bits in (sittings.taught.having, sittings.taught.known)
    ]
    return Seats(sittings, number[firsts], at[firsts], students, np.append(firsts, len(at)), (met[0], met[1]))


def _met(bits: Bits, ends: NDArray[np.int32], of_each: Whole, many: int) -> Bits:
    """Of each of so many students what is in any of the sets, from each of `ends` to the next."""
    found = np.zeros(many, dtype=np.uint16)
    if len(bits):
        np.bitwise_or.at(found, of_each, np.bitwise_or.reduceat(bits, ends[:-1]))
    return found


def coverage_of(portion: Portion, seats: Sequence[Seats]) -> dict[str, Whole]:
    """Of each school: in how many classes its students sit, each of them counted (`seats`), and in how many of these
    somebody is known to teach (`seats_taught`). As one category with one column.
    """
    found = np.zeros((len(COVERAGE), len(portion.schools)), dtype=np.int64)
    for one in seats:
        is_taught = one.of.taught.many[one.numbers] > 0
        np.add.at(found[0], one.at, one.many)
        np.add.at(found[1], one.at[is_taught], one.many[is_taught])
    return {name: each[None, :, None] for name, each in zip(COVERAGE, found, strict=True)}


def experiences_of(sides: Sides, seats: Sequence[Seats], kinds: Kinds) -> Experiences:
    """Of the years of these seats together."""
    in_numbers = exact(sides.of_students, sum(map(_many_experiences, seats)))
    of_classes = np.concatenate([added(in_numbers, one.ends, rows=one.students) for one in seats])
    starts = np.cumsum([0, *(len(one.at) for one in seats)])
    found = [_met_by_kind(one, start) for one, start in zip(seats, starts, strict=False)]
    at, kind, row, share = (np.concatenate(columns) for columns in zip(*found, strict=True))
    order = np.argsort(at * len(kinds.teacher) + kind, kind="stable")
    at, kind, row, share = (one[order] for one in (at, kind, row, share))
    firsts = firsts_of(at, kind)
    ends = np.append(firsts, len(at))
    counts = added(of_classes, ends, rows=row)
    weighted = added(of_classes.astype(np.float64), ends, rows=row, weights=share)
    many = np.add.reduceat(np.concatenate([one.many for one in seats])[row], firsts) if len(row) else row
    return Experiences(at[firsts], kind[firsts], many, counts, weighted)


def _many_experiences(seats: Seats) -> int:
    return int((seats.of.taught.many[seats.numbers] * seats.many).sum())


def _met_by_kind(seats: Seats, start: int) -> tuple[Whole, Whole, Whole, Whole]:
    """Of each row of seats and teacher of the class: school, kind, the row, counted from `start`, and the share."""
    taught = seats.of.taught
    many = taught.many[seats.numbers]
    row, of_taught = np.repeat(np.arange(len(many)), many), spread(taught.first[seats.numbers], many)
    return seats.at[row], taught.kind[of_taught], row + start, taught.share[of_taught]
