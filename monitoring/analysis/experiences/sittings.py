"""School years by the numbers of a cohort's students: who sits in which class, and as what its teachers are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .classes import CATEGORIES, MASKS
from .sums import Whole, ends_of
from .years import ExperienceYear

Bits = NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Kinds:
    """Teachers as known in classes of a year, in order of mepid: number of the `teacher`, `age` (how many years ago),
    and sets of bits of categories (MASKS).
    """

    teacher: Whole
    age: Whole
    having: Bits
    known: Bits
    asked: Bits


@dataclass(frozen=True, eq=False)
class Taught:
    """Teachers of classes. By number of the class, where they begin, how `many` they are, and which categories any of
    them has (`having`) or is known of (`known`); of each teacher in a class the `kind`, a row of Kinds, and the share.
    """

    first: Whole
    many: Whole
    having: Bits
    known: Bits
    kind: Whole
    share: Whole


@dataclass(frozen=True, eq=False)
class Sittings:
    """A school year. Grain: a student of the cohort (`students`, ascending) and seats that stand together in the year's
    files, from one of `starts` on so many (`lengths`); `classes`: of all seats, the class.
    """

    age: int
    students: NDArray[np.int32]
    starts: Whole
    lengths: Whole
    classes: NDArray[np.int32]
    taught: Taught

    def between(self, first: int, many: int) -> tuple[Whole, Whole, Whole]:
        """Of so many students from the first on: students, counted from it, starts and lengths."""
        chosen = slice(*np.searchsorted(self.students, [first, first + many]).tolist())
        return self.students[chosen].astype(np.int64) - first, self.starts[chosen], self.lengths[chosen]


def sittings_of(
    students: pl.DataFrame, years: Sequence[ExperienceYear], school_year: int
) -> tuple[list[Sittings], Kinds]:
    """`students` (sasid, student), in order; `years`: up to `school_year`."""
    ages, classes = [school_year - one.school_year for one in years], [_in_order(one.classes) for one in years]
    kinds, of_rows = _kinds(classes, ages)
    kind_of = np.split(of_rows, np.cumsum([one.height for one in classes])[:-1])
    runs = pl.collect_all(_runs(students.lazy(), one.seats.select("sasid").rechunk().lazy()) for one in years)
    found = []
    for age, year, taught, kind, run in zip(ages, years, classes, kind_of, runs, strict=True):
        numbers = year.seats["class"].to_numpy().astype(np.int32)
        student, start, length = (run[name].to_numpy() for name in ("student", "start", "length"))
        found.append(Sittings(age, student, start, length, numbers, _taught(taught, numbers, kind, kinds)))
    return found, kinds


def _in_order(classes: pl.DataFrame) -> pl.DataFrame:
    return classes if classes["class"].is_sorted() else classes.sort("class")


def _kinds(classes: Sequence[pl.DataFrame], ages: Sequence[int]) -> tuple[Kinds, Whole]:
    """Also the kind of each row. In one number: teacher, age, and the sets of bits."""
    width = len(CATEGORIES)
    rows = pl.concat(one.select("mepid", *MASKS) for one in classes)
    teacher = rows["mepid"].rank("dense").to_numpy().astype(np.int64)
    age = np.repeat(np.array(ages, dtype=np.int64), [one.height for one in classes])
    bits = [rows[name].to_numpy().astype(np.int64) << width * place for place, name in enumerate(MASKS)]
    in_one = pl.Series(((teacher << 8 | age) << 3 * width) + sum(bits))
    of_rows = in_one.rank("dense").to_numpy().astype(np.int64) - 1
    kinds: Whole = in_one.unique().sort().to_numpy()

    def mask(name: str) -> Bits:
        return (kinds >> width * MASKS.index(name) & (1 << width) - 1).astype(np.uint16)

    found = Kinds(kinds >> 3 * width + 8, kinds >> 3 * width & 255, mask("having"), mask("known"), mask("asked"))
    return found, of_rows


def _taught(classes: pl.DataFrame, seats: NDArray[np.int32], kind: Whole, kinds: Kinds) -> Taught:
    """`seats`: of each the number of the class."""
    of_rows = classes["class"].to_numpy()
    largest = max((int(one.max()) for one in (of_rows, seats) if len(one)), default=-1)
    ends = ends_of(of_rows, largest + 1)
    many = np.diff(ends)
    having, known = (_any_of(bits[kind], ends[:-1], many) for bits in (kinds.having, kinds.known))
    return Taught(ends[:-1], many, having, known, kind, classes["share"].to_numpy())


def _any_of(bits: Bits, starts: Whole, many: Whole) -> Bits:
    found = np.zeros(len(many), dtype=np.uint16)
    there = many > 0
    if len(bits):
        found[there] = np.bitwise_or.reduceat(bits, starts[there])
    return found


def _runs(students: pl.LazyFrame, seats: pl.LazyFrame) -> pl.LazyFrame:
    """Grain: a student of the cohort and seats that stand together, in order of students: student, start, length."""
    length = pl.col("len").cast(pl.Int64)
    runs = seats.select(pl.col("sasid").rle().struct.unnest())
    placed = runs.select(sasid="value", length=length, start=length.cum_sum() - length)
    return students.join(placed, on="sasid", maintain_order="left").select("student", "start", "length")
