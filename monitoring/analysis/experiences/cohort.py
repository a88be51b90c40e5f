"""A cohort in numbers, and in portions of some districts, of which each can be computed by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis.people.staff_year import OFFICE

from .student_groups import BITS
from .sums import Whole, firsts_of

AT_ONCE = 40_000  # students of a portion, about: so many, and what is computed of them stays near the processor
Answers = NDArray[np.uint64]
Narrow = NDArray[np.int32]
N = TypeVar("N", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Cohort:
    """Students in order of schools: `sasids`; of each `at`, the number of the school, and `answers`, which of the
    `distinct` ones: sets of bits of groups that the student is of, and of those known (`cohort_of`), in one number.
    `schools`: their codes, in order.
    """

    sasids: pl.Series
    at: Whole
    answers: Whole
    distinct: Answers
    schools: list[str]


@dataclass(frozen=True, eq=False)
class Portion:
    """Students and schools of some districts. `students`: with which student each school begins, and after which the
    last ends; `answers`: of each, as a row of `distinct`; `starts`: with which school each district begins.
    """

    students: Whole
    answers: Whole
    distinct: Answers
    schools: list[str]
    starts: Whole

    @property
    def districts(self) -> list[str]:
        return [district_of(self.schools[at]) for at in self.starts]

    @property
    def district(self) -> Whole:
        """Of each school the number of the district."""
        return np.repeat(np.arange(len(self.starts)), np.diff(self.starts, append=len(self.schools)))


@dataclass(frozen=True, eq=False)
class Sides:
    """Groups that the same students are in and out of are one comparison. `table`: columns for those in the group of
    each comparison, then for those known not to be, in rows of students alike; `of_students`: of each student the row;
    `of_groups`: by group the comparison.
    """

    table: NDArray[np.uint8]
    of_students: Narrow
    of_groups: Whole

    def apart(self, amounts: NDArray[N]) -> tuple[NDArray[N], NDArray[N]]:
        """Of amounts with such columns, those of both sides."""
        many = self.table.shape[1] // 2
        return amounts[..., :many], amounts[..., many:]


def district_of(school: str) -> str:
    return school[: -len(OFFICE)] + OFFICE


def numbered(cohort: pl.DataFrame) -> Cohort:
    """`cohort`: as `cohort_of` gives it."""
    schools = cohort["org_code"].unique().sort()
    at = cohort["org_code"].cast(pl.Enum(schools)).to_physical().to_numpy()
    order = np.argsort(at, kind="stable")
    inside, known = (cohort[name].to_numpy()[order].astype(np.uint64) for name in ("inside", "known"))
    answers = pl.Series(inside << np.uint64(32) | known)
    distinct = answers.unique().sort().to_numpy()
    which = np.searchsorted(distinct, answers.to_numpy())
    return Cohort(cohort["sasid"].gather(order), at[order].astype(np.int64), which, distinct, schools.to_list())


def portions_of(cohort: Cohort) -> list[Portion]:
    starts = firsts_of(np.array([district_of(code) for code in cohort.schools]))
    first_students = np.searchsorted(cohort.at, starts)
    cuts = firsts_of(first_students // AT_ONCE)
    ends = [*cuts[1:], len(starts)]
    return [_portion(cohort, starts, range(one, end)) for one, end in zip(cuts, ends, strict=True)]


def _portion(cohort: Cohort, starts: Whole, districts: range) -> Portion:
    after = starts[districts.stop] if districts.stop < len(starts) else len(cohort.schools)
    schools = range(int(starts[districts.start]), int(after))
    students = np.searchsorted(cohort.at, np.arange(schools.start, schools.stop + 1))
    return Portion(
        students,
        cohort.answers[students[0] : students[-1]],
        cohort.distinct,
        cohort.schools[schools.start : schools.stop],
        starts[districts.start : districts.stop] - schools.start,
    )


def sides_of(portion: Portion, groups: list[str]) -> Sides:
    """`groups`: ids, in the order of `Sides.of_groups`."""
    there = np.flatnonzero(np.bincount(portion.answers, minlength=len(portion.distinct)))
    row = np.zeros(len(portion.distinct), dtype=np.int32)
    row[there] = np.arange(len(there))
    answers, bits = portion.distinct[there, None], np.array([BITS[name] for name in groups], dtype=np.uint64)
    known = answers & bits > 0
    inside = (answers >> np.uint64(32) & bits > 0) & known
    in_bytes = np.ascontiguousarray(np.packbits(np.concatenate([inside, known]), axis=0).T)
    columns = in_bytes.view(np.dtype((np.void, in_bytes.shape[1])))[:, 0]
    _, distinct, of_groups = np.unique(columns, return_index=True, return_inverse=True)
    table = np.concatenate([inside[:, distinct], (known & ~inside)[:, distinct]], axis=1).astype(np.uint8)
    return Sides(table, row[portion.answers], of_groups)
