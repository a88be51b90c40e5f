"""What is asked for: how large the state is, which years, and the seed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

SCHOOLS, STUDENTS, TEACHERS = (
    6.5,
    350,
    1 / 12.5,
)  # usual: schools a district, students a school, teachers a student
LATEST = 2026  # ending year, where nothing else is said


@dataclass(frozen=True)
class Plan:
    """`schools`, `teachers` and `students`: those of the first year. `years`: ending years that follow each other."""

    districts: int
    schools: int
    teachers: int
    students: int
    years: tuple[int, ...]
    seed: int
    closes: bool = True  # whether schools close and others open

    def __post_init__(self) -> None:
        order = ("districts", self.districts), ("schools", self.schools), ("teachers", self.teachers)
        for (fewer, few), (more, many) in itertools.pairwise(order):
            if many < few:
                raise ValueError(f"{many} {more} are too few for {few} {fewer}: each has at least one")
        if self.districts < 1 or self.students < 2 * self.teachers:
            raise ValueError("a state has at least one district, and two students for each teacher")
        if self.districts > 9000:
            raise ValueError("a state has at most 9,000 districts: their codes have four digits")
        if not self.years or list(self.years) != list(range(self.years[0], self.years[0] + len(self.years))):
            raise ValueError("school years follow each other")


def plan(
    districts: int,
    *,
    schools: int | None = None,
    teachers: int | None = None,
    students: int | None = None,
    years: int = 6,
    last: int = LATEST,
    seed: int = 1,
) -> Plan:
    """A state of so many districts, with as many schools, students and teachers as is usual where nothing is said.

    >>> plan(2, years=1)
    Plan(districts=2, schools=13, teachers=364, students=4550, years=(2026,), seed=1, closes=True)
    """
    places = schools or max(round(SCHOOLS * districts), 1)
    learners = students or (round(teachers / TEACHERS) if teachers else STUDENTS * places)
    return Plan(
        districts=districts,
        schools=places,
        teachers=teachers or max(round(learners * TEACHERS), places),
        students=learners,
        years=tuple(range(last - years + 1, last + 1)),
        seed=seed,
    )
