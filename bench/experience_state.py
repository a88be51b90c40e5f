"""Students, classes and teachers of an invented state over some years, in numbers as they are stored.

Schools are of three levels, students move up through them, now and then to another school or district, and those who
have left are in the years before. Teachers stay some years; what they are depends on how poor their school is. Names
are numbers of 60 bits, drawn by hashing, so that the same size and seed make the same state.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.student_groups import FURTHER, RACES, cohort_of
from monitoring.analysis.experiences.years import ExperienceYear

Whole = NDArray[np.int64]
LAST = 2025
GRADES = 13
LEVELS = (range(6), range(6, 9), range(9, 13))  # grades of each
SHARES = (0.62, 0.2, 0.18)  # of a district's schools
COURSES = (5, 7, 8)  # that a student has, by level; in the first the first of them is a class of its own
IN_A_CLASS, CLASSES_OF_A_TEACHER, IN_A_ROUND = 23, 5, 20
MOVES, MOVES_AWAY, TAUGHT_BY_TWO, TURNOVER = 0.04, 0.015, 0.05, 0.13
OF_RACES = (0.003, 0.07, 0.1, 0.23, 0.04, 0.001)  # the rest are white
CHANCES = dict(zip((one.id for one in CATEGORIES), (0.05, 0.16, 0.03, 0.07, 0.14, 0.05, 0.1), strict=True))
KNOWN = dict(zip(CHANCES, (0.98, 0.98, 0.97, 0.96, 0.95, 0.85, 0.85), strict=True))
EXEMPT = {"T_OOF": 0.03, "T_ABS_GT10": 0.03}


@dataclass(frozen=True)
class Size:
    """400 districts of 2,300 schools and 1,000,000 students are a state; one of 8 and 3,000 is a district."""

    districts: int = 400
    schools: int = 2300
    students: int = 1_000_000
    years: int = 5
    seed: int = 1

    @property
    def name(self) -> str:
        return f"{self.districts} districts, {self.students:,} students"


@dataclass(frozen=True, eq=False)
class Places:
    """Schools of a district stand together, and in it those of a level."""

    district: Whole  # of each school
    first: Whole  # by district and level
    many: Whole
    poor: NDArray[np.float64]  # 0..1, of each school

    @property
    def codes(self) -> list[str]:
        starts = np.searchsorted(self.district, self.district)
        numbers = np.arange(len(self.district)) - starts + 1
        return [f"{of + 1:04}{number:04}" for of, number in zip(self.district, numbers, strict=True)]


@dataclass(frozen=True, eq=False)
class People:
    """All who are students in any of the years; `grade` in the last one, where those who have left are beyond it."""

    name: Whole
    grade: Whole
    schools: dict[int, Whole] = field(default_factory=dict)  # by year


def invented_experiences(size: Size) -> tuple[pl.DataFrame, list[ExperienceYear]]:
    """The cohort of LAST, as `cohort_of` gives it, and the years up to it. A district's students stand together."""
    chance = np.random.default_rng(size.seed)
    places = _places(chance, size)
    people = _people(chance, size, places)
    years = [_year(chance, people, places, year) for year in people.schools]
    return cohort_of(_students(chance, people, places)), years


def _places(chance: np.random.Generator, size: Size) -> Places:
    weight = chance.lognormal(0, 1, size.districts)
    spread = np.maximum(np.rint(size.schools * weight / weight.sum()), 1).astype(np.int64)
    of_levels = np.maximum(np.rint(spread[:, None] * np.array(SHARES)), 1).astype(np.int64)
    first = np.concatenate([[0], np.cumsum(of_levels.ravel())])[:-1].reshape(of_levels.shape)
    district = np.repeat(np.arange(size.districts), of_levels.sum(axis=1))
    poor = np.clip(chance.beta(1.5, 2.5, size.districts)[district] + chance.normal(0, 0.12, len(district)), 0.02, 0.97)
    return Places(district, first, of_levels, poor)


def _people(chance: np.random.Generator, size: Size, places: Places) -> People:
    grades = GRADES + size.years - 1
    total = size.students * grades // GRADES
    home = places.district[chance.integers(0, len(places.district), total)]
    people = People(_hashed(np.arange(total), size.seed), chance.integers(0, grades, total))
    where = chance.random(total)
    for year in range(LAST, LAST - size.years, -1):
        people.schools[year] = _schools_in(people.grade - (LAST - year), home, where, places)
        moves, away = chance.random(total) < MOVES, chance.random(total) < MOVES_AWAY
        where = np.where(moves, chance.random(total), where)
        home = np.where(away, places.district[chance.integers(0, len(places.district), total)], home)
    return people


def _schools_in(grade: Whole, home: Whole, where: NDArray[np.float64], places: Places) -> Whole:
    """-1: in none."""
    level = _level_of(grade)
    found = places.first[home, level] + (where * places.many[home, level]).astype(np.int64)
    return np.where((grade >= 0) & (grade < GRADES), found, -1)


def _level_of(grade: Whole) -> Whole:
    return np.searchsorted([one.stop for one in LEVELS[:-1]], grade, side="right")


def _students(chance: np.random.Generator, people: People, places: Places) -> pl.DataFrame:
    here = np.flatnonzero(people.schools[LAST] >= 0)
    school = people.schools[LAST][here]
    poor = places.poor[school]
    of_color = chance.random(len(here)) < np.clip(poor * 1.1, 0.05, 0.95)
    drawn = chance.choice(len(OF_RACES), len(here), p=np.array(OF_RACES) / sum(OF_RACES))
    race = pl.Series(RACES).gather(np.where(of_color, drawn, len(OF_RACES)).tolist())
    share = {"econ_dis": poor, "swd": np.full(len(here), 0.19)}
    share |= {f"group_{name}": np.full(len(here), 0.01 * (1 + place)) for place, name in enumerate(FURTHER)}
    columns = {name: _answers(chance, one, places.district[school]) for name, one in share.items()}
    el = np.where(chance.random(len(here)) < poor * 0.3, 0, chance.choice([1, 2], len(here), p=[0.05, 0.95]))
    codes = pl.Series(places.codes).gather(school.tolist())
    known = {"sasid": people.name[here], "org_code": codes, "race_ethnicity": race, **columns}
    return pl.DataFrame(known).with_columns(el=pl.Series(["Y", "FEL", "N"]).gather(el.tolist()))


def _answers(chance: np.random.Generator, share: NDArray[np.float64], district: Whole) -> pl.Series:
    """Y or N; null for some districts that do not say."""
    is_silent = chance.random(district.max() + 1) < 0.02
    found = np.where(is_silent[district], 2, (chance.random(len(share)) >= share).astype(np.int64))
    return pl.Series(["Y", "N", None]).gather(found.tolist())


def _year(chance: np.random.Generator, people: People, places: Places, year: int) -> ExperienceYear:
    school = people.schools[year]
    here = np.flatnonzero(school >= 0)
    here = here[np.lexsort((people.name[here], places.district[school[here]]))]
    at, grade = school[here], people.grade[here] - (LAST - year)
    student, key = _taken(chance, at, grade)
    keys, number = np.unique(key, return_inverse=True)
    seats = pl.DataFrame({"sasid": people.name[here][student], "class": number.astype(np.uint32)})
    return ExperienceYear(year, seats, _classes(chance, keys, places, year))


def _taken(chance: np.random.Generator, at: Whole, grade: Whole) -> tuple[Whole, Whole]:
    """Of each seat the student and the class, as one number of school, grade, course and section."""
    level = _level_of(grade)
    sections = np.maximum(np.bincount(at * GRADES + grade)[at * GRADES + grade] // IN_A_CLASS, 1)
    courses = np.array(COURSES)[level]
    student = np.repeat(np.arange(len(at)), courses)
    course = np.arange(len(student)) - np.repeat(np.cumsum(courses) - courses, courses)
    own = chance.random(len(at))  # in the first level all courses are with the same others
    drawn = np.where(level[student] == 0, own[student], chance.random(len(student)))
    section = (drawn * sections[student]).astype(np.int64)
    key = ((at[student] * GRADES + grade[student]) * 8 + course) * 1000 + section
    order = np.lexsort((key, student))
    return student[order], key[order]


def _classes(chance: np.random.Generator, keys: Whole, places: Places, year: int) -> pl.DataFrame:
    section, course, grade, school = keys % 1000, keys // 1000 % 8, keys // 8000 % GRADES, keys // (8000 * GRADES)
    rank = _ranks(school * 8 + course)
    is_first = (grade < LEVELS[0].stop) & (course == 0)
    of_each = np.where(grade < LEVELS[0].stop, IN_A_ROUND, CLASSES_OF_A_TEACHER)
    slot = (school * 8 + course) * 4096 + np.where(is_first, grade * 200 + section, 3000 + rank // of_each)
    by_two = np.flatnonzero(chance.random(len(keys)) < TAUGHT_BY_TWO)
    at = np.concatenate([np.arange(len(keys)), by_two])
    slots = np.concatenate([slot, slot[by_two] ^ (1 << 40)])
    share = np.where(np.isin(at, by_two), 5_000, 10_000)
    teachers = _teachers(slots, year)
    marked = _masks(teachers, at, places.poor[school[at]], year)
    frame = {"class": at.astype(np.uint32), "mepid": teachers, "share": share, **marked}
    return pl.DataFrame(frame).filter(pl.Series(chance.random(len(at)) < 0.985)).sort("class", "mepid")


def _ranks(of: Whole) -> Whole:
    """Which each is among those alike."""
    order = np.argsort(of, kind="stable")
    ordered = of[order]
    found = np.empty(len(of), dtype=np.int64)
    found[order] = np.arange(len(of)) - np.searchsorted(ordered, ordered)
    return found


def _teachers(slots: Whole, year: int) -> Whole:
    """Who has this place in the year: after some years somebody else."""
    since = np.floor(_drawn(slots, 11) + (year - 2000) * TURNOVER).astype(np.int64)
    return _hashed(slots * 64 + since, 5)


def _masks(teacher: Whole, at: Whole, poor: NDArray[np.float64], year: int) -> dict[str, NDArray[np.uint16]]:
    found = {name: np.zeros(len(teacher), dtype=np.uint16) for name in ("having", "known", "asked")}
    for place, category in enumerate(CATEGORIES):
        of = _hashed(teacher + at if category.of_class else teacher, year * 100 + place)
        asked = _drawn(of, 1) >= EXEMPT.get(category.id, 0)
        known = asked & (_drawn(of, 2) < KNOWN[category.id])
        having = known & (_drawn(of, 3) < CHANCES[category.id] * (0.5 + 1.2 * poor))
        for name, is_so in (("having", having), ("known", known), ("asked", asked)):
            found[name] |= np.where(is_so, category.bit, 0).astype(np.uint16)
    return found


def _hashed(numbers: Whole, seed: int) -> Whole:
    """Numbers of 60 bits (splitmix64)."""
    with np.errstate(over="ignore"):
        mixed = numbers.astype(np.uint64) + np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        found: Whole = ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(4)).astype(np.int64)
    return found


def _drawn(numbers: Whole, seed: int) -> NDArray[np.float64]:
    return _hashed(numbers, seed) / 2.0**60
