"""How often students of a cohort met each teacher, by schedules and classes: whole numbers to the end.

Students and classes are numbered, and who sits where is a sparse matrix; its product with the groups of the students is
how many of each side every teacher meets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .classes import MASKS
from .student_groups import BITS
from .years import ExperienceYear

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cohort:
    """`students` (sasid, `student` and `at`, numbers of the student and of the school) in order of schools; `schools`:
    their codes, in order; `sides`: one row a student, whether of each group (columns), then whether known not to be.
    """

    students: pl.DataFrame
    schools: tuple[str, ...]
    sides: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Experiences:
    """Grain of `rows`: school_year, at, mepid, and sets of bits of categories (MASKS). Beside each row: experiences
    with students of each side (columns as Cohort.sides), and these weighted by the teacher's share of the class, in
    ten-thousandths.
    """

    rows: pl.DataFrame
    counts: Whole
    weighted: Whole

    def of_years(self, years: Sequence[int]) -> Experiences:
        chosen = self.rows["school_year"].is_in(list(years))
        where = chosen.to_numpy()
        return Experiences(self.rows.filter(chosen), self.counts[where], self.weighted[where])


def numbered(cohort: pl.DataFrame) -> Cohort:
    """`cohort`: as `cohort_of` gives it."""
    ordered = cohort.sort("org_code", "sasid").with_row_index("student")
    at = pl.col("org_code").rle_id().alias("at")
    bits = np.array(list(BITS.values()), dtype=np.uint32)
    inside, known = (ordered[name].to_numpy()[:, None] & bits > 0 for name in ("inside", "known"))
    sides = np.concatenate([known & inside, known & ~inside], axis=1).astype(np.int32)
    schools = ordered["org_code"].unique(maintain_order=True).to_list()
    return Cohort(ordered.select("sasid", "student", at), tuple(schools), sides)


def seats_of(cohort: Cohort, year: ExperienceYear) -> pl.DataFrame:
    """Grain: a student of the cohort in a class: student, at, class (null where nobody teaches it)."""
    is_taught = pl.col("class").is_in(year.classes["class"].unique().implode())
    taken = year.seats.join(cohort.students, on="sasid")
    return taken.select("student", "at", pl.when(is_taught).then("class").alias("class"))


def coverage_of(cohort: Cohort, seats: pl.DataFrame) -> dict[str, Whole]:
    """Of each school: in how many classes its students sit, each of them counted (`seats`), and in how many of these
    somebody is known to teach (`seats_taught`).
    """
    chosen = {"seats": seats["at"], "seats_taught": seats.drop_nulls("class")["at"]}
    many = len(cohort.schools)
    return {name: np.bincount(at.to_numpy(), minlength=many).astype(np.int64) for name, at in chosen.items()}


def experiences_of_teachers(cohort: Cohort, years: Iterable[tuple[ExperienceYear, pl.DataFrame]]) -> Experiences:
    """Experiences of the cohort with each teacher, year by year; beside each year its seats (`seats_of`)."""
    found = [_of_year(cohort, year, seats.drop_nulls("class")) for year, seats in years]
    return Experiences(
        pl.concat([one.rows for one in found]),
        np.concatenate([one.counts for one in found]),
        np.concatenate([one.weighted for one in found]),
    )


def _of_year(cohort: Cohort, year: ExperienceYear, seats: pl.DataFrame) -> Experiences:
    sat = seats.group_by("class", "at").agg("student", many=pl.len()).with_row_index("pair")
    of_each = _students_of_each(sat, cohort)
    teachers = year.classes.select("class", "mepid", "share", *MASKS)
    taught = sat.select("pair", "class", "at").join(teachers, on="class")
    taught = taught.sort("at", "mepid", *MASKS)
    experiences = of_each[taught["pair"].to_numpy()]
    alike = taught.select("at", "mepid", *MASKS)
    starts = starts_of(alike)
    return Experiences(
        alike[starts.tolist()].select(pl.lit(year.school_year, pl.Int16).alias("school_year"), pl.all()),
        summed(experiences, starts),
        summed(experiences, starts, taught["share"].to_numpy()),
    )


def _students_of_each(sat: pl.DataFrame, cohort: Cohort) -> Whole:
    """Of each class and school of students, how many of them are on which side."""
    students = sat.select(pl.col("student").explode())["student"].to_numpy()
    ends = np.concatenate([[0], sat["many"].cum_sum().to_numpy()]).astype(np.int64)
    shape = (sat.height, len(cohort.sides))
    matrix = csr_array((np.ones(len(students), dtype=np.int32), students, ends), shape=shape)
    return np.asarray(matrix @ cohort.sides, dtype=np.int64)


def starts_of(sorted_rows: pl.DataFrame) -> Whole:
    """Where rows begin that are alike; of rows in such an order."""
    runs = sorted_rows.select(pl.struct(pl.all()).rle_id()).to_series()
    return np.flatnonzero(np.diff(runs.to_numpy(), prepend=-1)).astype(np.int64)


def summed(amounts: NDArray[np.generic], starts: Whole, weights: NDArray[np.generic] | None = None) -> Whole:
    """Sums of rows that stand together, from each start to the next, each times its weight."""
    many = len(amounts)
    of_rows = np.ones(many, dtype=amounts.dtype) if weights is None else weights.astype(amounts.dtype)
    ends = np.append(starts, many)
    matrix = csr_array((of_rows, np.arange(many), ends), shape=(len(starts), many))
    found = matrix @ amounts.reshape(many, math.prod(amounts.shape[1:]))
    return np.asarray(found, dtype=np.int64).reshape(len(starts), *amounts.shape[1:])
