"""A cohort in numbers, and in portions of some districts, of which each can be computed by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis.people.staff_year import OFFICE

from .student_groups import BITS
from .sums import Numbers, Whole, firsts_of

AT_ONCE = 20_000  # students of a portion, about: so many, and what is computed of them stays near the processor
Sets = NDArray[np.uint32]
N = TypeVar("N", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Cohort:
    """`students` (sasid, and `student`, a number) in order of schools; of each `at`, the number of the school, and sets
    of bits of groups (`cohort_of`). `schools`: their codes, in order.
    """

    students: pl.DataFrame
    at: Whole
    inside: Sets
    known: Sets
    schools: list[str]


@dataclass(frozen=True, eq=False)
class Portion:
    """Students and schools of some districts. `first`: numbers of the first student and the first school; `at`: of each
    student the school, counted from there; `starts`: with which school each district begins.
    """

    first: tuple[int, int]
    at: Whole
    inside: Sets
    known: Sets
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
    """Groups that the same students are in and out of are one comparison. `of_students`: a row a student; a column for
    those in the group of each comparison, then for those known not to be, then for each set of students of whom one or
    the other is known. `whole`: by comparison which of these; `of_groups`: by group the comparison.
    """

    of_students: Numbers
    whole: Whole
    of_groups: Whole

    @property
    def many(self) -> int:
        """How many comparisons."""
        return len(self.whole)

    def apart(self, amounts: NDArray[N]) -> tuple[NDArray[N], NDArray[N], NDArray[N]]:
        """Of amounts with such columns, those of both sides of each comparison, and of both together."""
        many = self.many
        focal, reference, known = amounts[..., :many], amounts[..., many : 2 * many], amounts[..., 2 * many :]
        return focal, reference, np.take(known, self.whole, axis=-1)


def district_of(school: str) -> str:
    return school[: -len(OFFICE)] + OFFICE


def numbered(cohort: pl.DataFrame) -> Cohort:
    """`cohort`: as `cohort_of` gives it."""
    schools = cohort["org_code"].unique().sort()
    at = cohort["org_code"].cast(pl.Enum(schools)).to_physical().to_numpy()
    order = np.argsort(at, kind="stable")
    students = pl.DataFrame({"sasid": cohort["sasid"].gather(order), "student": np.arange(len(order), dtype=np.int32)})
    inside, known = (cohort[name].to_numpy()[order] for name in ("inside", "known"))
    return Cohort(students, at[order].astype(np.int64), inside, known, schools.to_list())


def portions_of(cohort: Cohort) -> list[Portion]:
    starts = firsts_of(np.array([district_of(code) for code in cohort.schools]))
    first_students = np.searchsorted(cohort.at, starts)
    cuts = firsts_of(first_students // AT_ONCE)
    ends = [*cuts[1:], len(starts)]
    return [_portion(cohort, starts, range(one, end)) for one, end in zip(cuts, ends, strict=True)]


def _portion(cohort: Cohort, starts: Whole, districts: range) -> Portion:
    after = starts[districts.stop] if districts.stop < len(starts) else len(cohort.schools)
    schools = slice(int(starts[districts.start]), int(after))
    students = slice(*np.searchsorted(cohort.at, [schools.start, schools.stop]).tolist())
    return Portion(
        (students.start, schools.start),
        cohort.at[students] - schools.start,
        cohort.inside[students],
        cohort.known[students],
        cohort.schools[schools],
        starts[districts.start : districts.stop] - schools.start,
    )


def sides_of(portion: Portion, groups: list[str]) -> Sides:
    """`groups`: ids, in the order of `Sides.of_groups`."""
    both = portion.inside.astype(np.uint64) << np.uint64(32) | portion.known
    patterns, of_students = np.unique(both, return_inverse=True)
    bits = np.array([BITS[name] for name in groups], dtype=np.uint64)
    known = patterns[:, None] & bits > 0
    inside = (patterns[:, None] >> np.uint64(32) & bits > 0) & known
    columns, of_groups = np.unique(np.concatenate([inside, known]), axis=1, return_inverse=True)
    inside, known = columns[: len(patterns)], columns[len(patterns) :]
    wholes, whole = np.unique(known, axis=1, return_inverse=True)
    table = np.concatenate([inside, known & ~inside, wholes], axis=1).astype(np.float32)
    return Sides(table[of_students], whole.reshape(-1), of_groups.reshape(-1))
