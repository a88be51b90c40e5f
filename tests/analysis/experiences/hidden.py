"""Whom a number of the report rests on, person by person, and whether others than the district may see it: the rule as
metrics D3 has it, and as decisions 177, 194 and 202 read it. It shares nothing with the implementation but ids.

    Fewer than six students of the group, or of the others, of whom an experience is known, or fewer than three teachers
    who are of the category, or who are known not to be, behind either of them: nothing is shown. How many met any twice
    is shown of six on each side who are known in two years that follow each other.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from monitoring.analysis.experiences.classes import CATEGORIES, CLASSES
from monitoring.analysis.experiences.student_groups import BITS
from monitoring.analysis.experiences.years import CLASS, ExperienceYear

DISTRICT, SCHOOLS = "00010000", ("00010001", "00010002", "00010003")
YEAR, FEWEST_STUDENTS, FEWEST_TEACHERS = 2025, 6, 3
SIDES = ("focal", "reference")


@dataclass(frozen=True)
class Student:
    number: int
    place: str  # a school, or the district's office
    groups: dict[str, bool]  # of those of which it is known


@dataclass(frozen=True)
class Teacher:
    number: int
    categories: dict[str, bool]  # likewise


@dataclass(frozen=True)
class World:
    """By year who sits in which class, and who teaches it."""

    students: list[Student]
    seats: dict[int, list[tuple[int, int]]]
    taught: dict[int, dict[int, list[Teacher]]]

    @property
    def cohort(self) -> pl.DataFrame:
        rows = [(one.number, one.place, _bits(one.groups, inside=True), _bits(one.groups)) for one in self.students]
        kinds = {"sasid": pl.Int64, "org_code": pl.String, "inside": pl.UInt32, "known": pl.UInt32}
        return pl.DataFrame(rows, schema=kinds, orient="row")

    @property
    def years(self) -> list[ExperienceYear]:
        return [ExperienceYear(year, _seats(self.seats[year]), _classes(self.taught[year])) for year in self.seats]


def world_of(seed: int) -> World:
    """A district with schools of all sizes, and mostly nobody at its office; teachers may teach at several."""
    r = random.Random(seed)
    size = {code: r.choice([0, 5, 9, 30, 45]) for code in SCHOOLS} | {DISTRICT: r.choice([0, 0, 0, 4, 20])}
    size[SCHOOLS[0]] = size[SCHOOLS[0]] or 12
    places = [code for code, many in size.items() for _ in range(many)]
    students = [Student(number, place, _some(r, BITS, 0.9)) for number, place in enumerate(places)]
    world = World(students, {}, {})
    for year in (YEAR - 2, YEAR - 1, YEAR):
        staff = [Teacher(number, _some(r, [one.id for one in CATEGORIES], 0.9)) for number in range(16)]
        world.taught[year] = {number: r.sample(staff, r.choice([1, 1, 2])) for number in range(20)}
        world.seats[year] = [
            (one.number, number) for one in students if r.random() < 0.8 for number in r.sample(range(20), 3)
        ]
    return world


def _some(r: random.Random, names: Iterable[str], known: float) -> dict[str, bool]:
    return {name: r.random() < 0.4 for name in names if r.random() < known}


def _bits(groups: dict[str, bool], *, inside: bool = False) -> int:
    return sum(bit for name, bit in BITS.items() if (groups.get(name, False) if inside else name in groups))


def _seats(seats: list[tuple[int, int]]) -> pl.DataFrame:
    return pl.DataFrame(seats, schema={"sasid": pl.Int64, **CLASS}, orient="row")


def _classes(taught: dict[int, list[Teacher]]) -> pl.DataFrame:
    every = (1 << len(CATEGORIES)) - 1
    rows = [
        (number, "0", "0", str(number), "FY", one.number, _mask(one, is_so=True), _mask(one), every, 10_000)
        for number, teachers in taught.items()
        for one in teachers
    ]
    names = ["class", "org_code", "course_code", "section_id", "term", "mepid", "having", "known", "asked", "share"]
    kinds: dict[str, type[pl.DataType]] = {**CLASS, **CLASSES, "mepid": pl.Int64}
    return pl.DataFrame(rows, schema={name: kinds[name] for name in names}, orient="row")


def _mask(teacher: Teacher, *, is_so: bool = False) -> int:
    said = teacher.categories
    return sum(one.bit for one in CATEGORIES if (said.get(one.id, False) if is_so else one.id in said))


@dataclass
class Side:
    """Students, and teachers, behind one side of a number."""

    everybody: set[int] = field(default_factory=set)
    known: dict[int, set[int]] = field(default_factory=dict)  # of a student the years of which anything is known
    having: set[int] = field(default_factory=set)
    without: set[int] = field(default_factory=set)

    @property
    def twice_known(self) -> int:
        return sum(any(year + 1 in years for year in years) for years in self.known.values())


Behind = dict[str, Side]


def behind(world: World, places: Iterable[str], category: str, group: str, window: int) -> Behind:
    """Who stands behind a number of the students of these places."""
    among, found = set(places), {side: Side() for side in SIDES}
    side_of = {
        one.number: found["focal" if one.groups[group] else "reference"]
        for one in world.students
        if one.place in among and group in one.groups
    }
    for number, side in side_of.items():
        side.everybody.add(number)
    for year in range(YEAR - window + 1, YEAR + 1):
        for number, section in world.seats.get(year, ()):
            for teacher in world.taught[year][section]:
                if number in side_of and category in teacher.categories:
                    side_of[number].known.setdefault(number, set()).add(year)
                    is_so = teacher.categories[category]
                    (side_of[number].having if is_so else side_of[number].without).add(teacher.number)
    return found


@dataclass(frozen=True)
class Counted:
    """How many of these there are, or at least are, of the side that has fewer."""

    students: int
    teachers: int
    twice: int

    @property
    def is_small(self) -> bool:
        return self.students < FEWEST_STUDENTS or self.teachers < FEWEST_TEACHERS

    @property
    def is_rare(self) -> bool:
        return self.twice < FEWEST_STUDENTS


def counted(sides: Behind) -> Counted:
    students = min(len(side.known) for side in sides.values())
    teachers = min(len(some) for side in sides.values() for some in (side.having, side.without))
    return Counted(students, teachers, min(side.twice_known for side in sides.values()))


def left(whole: Behind, *without: Behind) -> Counted:
    """What is left of `whole`, as far as whoever knows these others can tell: of teachers at least so many as the whole
    has more, since one may be at several places.
    """
    students, teachers, twice = [], [], []
    for name, side in whole.items():
        others = [one[name] for one in without]
        students.append(len(side.known) - sum(len(one.known) for one in others))
        twice.append(side.twice_known - sum(one.twice_known for one in others))
        teachers.append(len(side.having) - sum(len(one.having) for one in others))
        teachers.append(len(side.without) - sum(len(one.without) for one in others))
    return Counted(min(students), min(teachers), min(twice))
