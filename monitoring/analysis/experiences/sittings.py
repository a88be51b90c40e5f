"""School years by the numbers of a cohort's students: who sits in which class, and as what its teachers are known.
Classes are numbered on from year to year.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .classes import MASKS
from .sums import Whole, ends_of
from .years import ExperienceYear

Bits = NDArray[np.uint16]
Narrow = NDArray[np.int32]
Ages = NDArray[np.int8]


class Taught(NamedTuple):
    """Teachers in classes, in order of classes: number of the `teacher`, in order of mepid; `age`: how many years ago;
    sets of bits of categories (MASKS); and the share.
    """

    teacher: Narrow
    age: Ages
    having: Bits
    known: Bits
    asked: Bits
    share: Whole


class Classes(NamedTuple):
    """By number of the class: `age`, how many years ago; where its teachers begin among Taught (`first`; and where the
    last end); and which categories any of them has (`having`) or is known of (`known`).
    """

    age: Ages
    first: Whole
    having: Bits
    known: Bits


class Runs(NamedTuple):
    """Seats of a student that stand together in a year's files: `lengths` seats from one of `starts` on, and how many
    years ago (`ages`); `first`: by student where the runs begin, and where the last end; `classes`: of all seats of all
    years, the class.
    """

    first: Whole
    starts: Whole
    lengths: Narrow
    ages: Ages
    classes: Narrow


class Sittings(NamedTuple):
    runs: Runs
    classes: Classes
    taught: Taught


def sittings_of(sasids: pl.Series, years: Sequence[ExperienceYear], school_year: int, threads: Executor) -> Sittings:
    """`sasids`: of students in order of their numbers; `years`: up to `school_year`."""
    ages = np.array([school_year - one.school_year for one in years], dtype=np.int8)
    many = [_classes_in(one) for one in years]
    moved = np.cumsum([0, *many])
    taught, numbers = _taught(years, ages, moved)
    first = ends_of(numbers, int(moved[-1]))
    any_of = (_any_of(bits, first[:-1], np.diff(first)) for bits in (taught.having, taught.known))
    classes = Classes(np.repeat(ages, many), first, *any_of)
    return Sittings(_runs(sasids, years, ages, moved, threads), classes, taught)


def _classes_in(year: ExperienceYear) -> int:
    """One more than the largest number."""
    return max((int(one["class"].to_numpy().max()) + 1 for one in (year.seats, year.classes) if one.height), default=0)


def _taught(years: Sequence[ExperienceYear], ages: Ages, moved: Whole) -> tuple[Taught, Whole]:
    """Also the class of each. `moved`: by how much numbers of a year's classes move on."""
    frames = [one.classes if one.classes["class"].is_sorted() else one.classes.sort("class") for one in years]
    heights = [one.height for one in frames]
    rows = pl.concat(one.select("class", "mepid", *MASKS, "share") for one in frames)
    teacher = rows["mepid"].rank("dense").to_numpy().astype(np.int32) - 1
    having, known, asked = (rows[name].to_numpy() for name in MASKS)
    numbers = rows["class"].to_numpy().astype(np.int64) + np.repeat(moved[:-1], heights)
    return Taught(teacher, np.repeat(ages, heights), having, known, asked, rows["share"].to_numpy()), numbers


def _any_of(bits: Bits, starts: Whole, many: Whole) -> Bits:
    found = np.zeros(len(many), dtype=np.uint16)
    there = many > 0
    if len(bits):
        found[there] = np.bitwise_or.reduceat(bits, starts[there])
    return found


def _runs(sasids: pl.Series, years: Sequence[ExperienceYear], ages: Ages, moved: Whole, threads: Executor) -> Runs:
    """`moved`: by how much numbers of a year's classes move on."""
    from .compiled.finding import count_runs, put_runs

    table = _Table.of(sasids)
    seats = np.cumsum([0, *(one.seats.height for one in years)])
    classes = np.empty(seats[-1], dtype=np.int32)

    def find(year: ExperienceYear, first: int, by: int) -> tuple[Whole, Narrow]:
        own = classes[first : first + year.seats.height]
        own[:] = year.seats["class"].to_numpy()
        own += by
        return table.found(year.seats["sasid"])

    runs = list(threads.map(find, years, seats[:-1].tolist(), moved[:-1].tolist()))
    many = np.zeros(len(sasids), dtype=np.int64)
    for _, found in runs:
        count_runs(found, table.same, many)
    first = np.concatenate([[0], np.cumsum(many)])
    at, into = first[:-1].copy(), _room(first, classes)
    for (begins, found), age, start, end in zip(runs, ages, seats[:-1], seats[1:], strict=True):
        put_runs(found, table.same, begins + start, end, age, at, into)
    return into


def _room(first: Whole, classes: Narrow) -> Runs:
    starts, lengths, ages = (np.empty(first[-1], dtype=kind) for kind in (np.int64, np.int32, np.int8))
    return Runs(first, starts, lengths, ages, classes)


@dataclass(frozen=True, eq=False)
class _Table:
    """Students by sasid (`table_of`)."""

    kind: pl.DataType | type[pl.DataType]
    size: int
    keys: Whole
    students: Narrow
    same: Narrow

    @classmethod
    def of(cls, sasids: pl.Series) -> _Table:
        from .compiled.finding import table_of

        kind = pl.Enum(sasids.unique().drop_nulls()) if sasids.dtype == pl.String else pl.Int64
        size = max(2 * len(sasids), 2).bit_length()
        keys, is_known = _keys(sasids, kind)
        return cls(kind, size, *table_of(keys, np.flatnonzero(is_known), size))

    def found(self, sasids: pl.Series) -> tuple[Whole, Narrow]:
        """Where seats of a student begin, and the student, or -1."""
        from .compiled.finding import found_in, runs_in

        keys, is_known = _keys(sasids, self.kind)
        starts = runs_in(keys, is_known)
        found = found_in(keys, starts, self.keys, self.students, self.size)
        return starts, np.where(is_known[starts], found, np.int32(-1))


def _keys(sasids: pl.Series, kind: pl.DataType | type[pl.DataType]) -> tuple[Whole, NDArray[np.bool_]]:
    """Whole numbers, and whether they are known. `kind`: of texts those that are looked for; others are not known."""
    numbers = (
        sasids if sasids.dtype == kind else sasids.cast(kind, strict=kind == pl.Int64).to_physical().cast(pl.Int64)
    )
    is_known = numbers.is_not_null().to_numpy() if numbers.null_count() else np.ones(len(numbers), dtype=np.bool_)
    return numbers.fill_null(0).to_numpy(), is_known
