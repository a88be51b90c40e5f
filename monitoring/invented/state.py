"""The state, year by year: the places, who works there, who learns there, and their classes."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .assignments import Assignments, assignments
from .careers import staff_years
from .chance import Ints, stream
from .classes import Classes, classes, schedules
from .places import places
from .plan import Plan
from .schools import Places
from .staff import Staff, StaffYear
from .students import Students, student_years


@dataclass(frozen=True)
class StateYear:
    """`before`: the staff of the year before; None in the first."""

    places: Places
    staff_year: StaffYear
    students: Students
    classes: Classes
    assignments: Assignments
    before: StaffYear | None

    @property
    def year(self) -> int:
        return self.staff_year.year

    @property
    def staff(self) -> Staff:
        return self.staff_year.staff

    @property
    def seed(self) -> int:
        return self.places.plan.seed

    def stream(self, part: str) -> np.random.Generator:
        """Chance for one file of this year."""
        return stream(self.seed, part, self.year)

    @functools.cached_property
    def schedules(self) -> tuple[Ints, Ints]:
        """Grain: a student in a class: rows of the students and of the classes."""
        return schedules(self.stream("schedules"), self.classes, self.students)


def invented_state(plan: Plan) -> tuple[Places, Iterator[StateYear]]:
    """The places of the plan, and its years one after the other: a large state is never whole in memory."""
    made = places(plan)
    return made, _years(made)


def _years(of: Places) -> Iterator[StateYear]:
    of_students = student_years(of)
    now: list[Students] = []

    def counts() -> Iterator[Ints]:
        for students in of_students:
            now[:] = [students]
            yield np.bincount(students.school, minlength=len(of.schools))

    before: StaffYear | None = None
    for staff in staff_years(of, counts()):
        taught = classes(of, stream(of.plan.seed, "classes", staff.year), staff, now[0])
        working = assignments(of, stream(of.plan.seed, "assignments", staff.year), staff.staff, taught)
        yield StateYear(of, staff, now[0], taught, working, before)
        before = staff
