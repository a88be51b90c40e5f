"""Districts and schools as columns of one length, and the grades that schools of a level have."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .chance import Bools, Floats, Ints, stream
from .plan import Plan
from .segregation import Traits

LEVELS = ("ELEM", "MIDDLE", "HIGH", "K8", "K12")
ELEM, MIDDLE, HIGH, K8, K12 = range(5)
GRADES = ("PK", "K", *(f"{grade:02}" for grade in range(1, 13)))
FIRST_GRADE = np.array([1, 7, 10, 1, 1])  # places in GRADES, by level
LAST_GRADE = np.array([6, 9, 13, 9, 13])
REGULAR, CHARTER, VOCATIONAL = range(3)
REGIONS = ("North", "Central", "South", "Coast", "Valley", "Hills")
EVER = 9999  # closes after all that is told
Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Districts:
    """Grain: a district; columns of one length."""

    code: Texts
    name: Texts
    kind: Ints
    region: Ints
    at: Floats  # where it lies: two columns
    schools: Ints
    poverty: Floats


@dataclass(frozen=True)
class Schools:
    """Grain: a school; columns of one length. `enrolled`: students of the first year by grade, also of schools that
    open later. `next_school`: where children go after the last grade; -1 where nowhere. `follows`: the school that it
    takes the place of.
    """

    code: Texts
    name: Texts
    district: Ints
    level: Ints
    first_grade: Ints
    opened: Ints  # ending years; 0 where before all that is told
    closed: Ints
    successor: Ints
    traits: Traits
    enrolled: Ints
    next_school: Ints

    @property
    def last_grade(self) -> Ints:
        return LAST_GRADE[self.level]

    def is_open(self, year: int) -> Bools:
        return (self.opened <= year) & (year <= self.closed)

    def of(self, rows: Ints) -> Schools:
        """These rows, as columns of their own; what points to another school still points by its old place."""
        columns = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return Schools(
            **{name: column.of(rows) if name == "traits" else column[rows] for name, column in columns.items()}
        )

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True)
class Places:
    plan: Plan
    districts: Districts
    schools: Schools

    @functools.cached_property
    def growth(self) -> Floats:
        """By district, how many times as many children there are each year as the year before."""
        return 1 + stream(self.plan.seed, "growth").normal(-0.004, 0.012, len(self.districts.code))

    def wanted(self, year: int) -> Ints:
        """Students by school and grade, as the district's growth lets expect."""
        grown = self.growth[self.schools.district] ** (year - self.plan.years[0])
        return np.round(self.schools.enrolled * grown[:, None] * self.schools.is_open(year)[:, None]).astype(np.int64)
