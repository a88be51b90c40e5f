"""Students over the years: who they are stays theirs; they grow a grade a year, go on to another school, some move."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .chance import Bools, Floats, Ints, drawn, ids, logit, paired, spread, stream, unlogit
from .schools import GRADES, REGULAR, Places
from .segregation import OF_COLOR

NO, YES, FORMER = range(3)  # of learners and disabilities: not, yes, no longer
WHITE = 6
REPEATING, LEAVING, MOVING, MOVING_POOR, IN_DISTRICT = 0.015, 0.015, 0.015, 0.05, 0.6
GOING_OVER = 0.7  # of places that are free in a grade where no school begins
INCOME_CHANGES, LEARNED, SERVED_ANEW, SERVED_NO_MORE = 0.04, 0.1, 0.006, 0.03
COMING_LATE, LEAVING_EARLY = 0.012, 0.012  # of a year's students, during it
DAYS = 180
OCTOBER, MARCH = 25, 110  # school days until the collections of these months


@dataclass(frozen=True)
class Students:
    """Grain: a student at a school; columns of one length. `leaning`: how much more likely poverty is than by the
    school alone. `from_day`, `to_day`: of the 180 of the year.
    """

    number: Ints
    school: Ints
    grade: Ints
    race: Ints
    is_poor: Bools
    learner: Ints
    disabled: Ints
    leaning: Floats
    from_day: Ints
    to_day: Ints

    def of(self, rows: Ints | Bools) -> Students:
        return Students(**{field.name: getattr(self, field.name)[rows] for field in dataclasses.fields(self)})

    def sasid(self, seed: int) -> Ints:
        return ids(seed, "student", self.number, digits=10)

    def __len__(self) -> int:
        return len(self.number)


def student_years(places: Places) -> Iterator[Students]:
    """Those of each year, in the order of schools and grades."""
    known = 0
    now: Students | None = None
    for year in places.plan.years:
        random = stream(places.plan.seed, "students", year)
        staying = _grown(places, random, now, year) if now is not None else None
        new = _new(places, random, year, staying, known)
        known += len(new)
        now = _in_order(_during_the_year(random, _joined(staying, new)))
        yield now


def _new(places: Places, random: np.random.Generator, year: int, staying: Students | None, known: int) -> Students:
    """Who fills the places that are free: all where school begins, some in other grades."""
    wanted = places.wanted(year)
    if staying is not None:
        there = np.zeros_like(wanted)
        np.add.at(there, (staying.school, staying.grade), 1)
        free = np.maximum(wanted - there, 0)
        begins = np.arange(len(GRADES)) <= 1
        wanted = np.where(begins, free, random.binomial(free, GOING_OVER))
    cell, _ = spread(wanted.ravel())
    school, grade = np.divmod(cell, len(GRADES))
    return _born(places, random, school, grade, known)


def _born(places: Places, random: np.random.Generator, school: Ints, grade: Ints, known: int) -> Students:
    rows, traits = len(school), places.schools.traits
    is_of_color = random.random(rows) < traits.color[school]
    race = np.where(is_of_color, drawn(random, OF_COLOR, rows), WHITE)
    leaning = random.normal(0, 0.3, rows) + np.where(is_of_color, 0.55, -0.35)
    may_learn = np.where(is_of_color, 1.0, 0.25) * traits.learners[school]
    scale = np.maximum(traits.color[school] + 0.25 * (1 - traits.color[school]), 0.05)
    by_grade = np.interp(grade, [0, 1, 6, 13], [1.5, 1.5, 1.0, 0.6])
    learner = np.where(random.random(rows) < may_learn / scale * by_grade, YES, NO)
    is_disabled = random.random(rows) < traits.disabled[school]
    return Students(
        number=known + np.arange(rows),
        school=school,
        grade=grade,
        race=race,
        is_poor=random.random(rows) < unlogit(logit(traits.poverty[school]) + leaning),
        learner=learner,
        disabled=np.where(is_disabled, YES, NO),
        leaning=leaning,
        from_day=np.zeros(rows, dtype=np.int64),
        to_day=np.full(rows, DAYS),
    )


def _grown(places: Places, random: np.random.Generator, was: Students, year: int) -> Students:
    """Last year's students who are there again: a grade on, at the school that has it."""
    stays = (was.to_day == DAYS) & (random.random(len(was)) >= LEAVING)
    grade = was.grade + (random.random(len(was)) >= REPEATING)
    now = dataclasses.replace(was, grade=grade).of(stays & (grade < len(GRADES)))
    now = _changed(places, random, now)
    schools = places.schools
    is_past = now.grade > schools.last_grade[now.school]
    at = np.where(is_past, schools.next_school[now.school], now.school)
    at = np.where((at >= 0) & (schools.closed[at] < year), schools.successor[at], at)
    now = dataclasses.replace(now, school=at).of(at >= 0)
    now = now.of(schools.first_grade[now.school] <= now.grade)
    now = now.of(now.grade <= schools.last_grade[now.school])
    return _to_schools_of_choice(places, random, _moved(places, random, now, year), year)


def _changed(places: Places, random: np.random.Generator, now: Students) -> Students:
    """Incomes come and go; most learners have learned after some years; few get or lose services."""
    rows = len(now)
    anew = random.random(rows) < unlogit(logit(places.schools.traits.poverty[now.school]) + now.leaning)
    chance = random.random((3, rows))
    disabled = np.where((now.disabled != YES) & (chance[1] < SERVED_ANEW), YES, now.disabled)
    disabled = np.where((now.disabled == YES) & (chance[2] < SERVED_NO_MORE), FORMER, disabled)
    return dataclasses.replace(
        now,
        is_poor=np.where(random.random(rows) < INCOME_CHANGES, anew, now.is_poor),
        learner=np.where((now.learner == YES) & (chance[0] < LEARNED), FORMER, now.learner),
        disabled=disabled,
    )


def _moved(places: Places, random: np.random.Generator, now: Students, year: int) -> Students:
    """Some families move, poorer ones more often: most within the district, some anywhere."""
    chance = MOVING + MOVING_POOR * now.is_poor
    rows = np.flatnonzero(random.random(len(now)) < chance)
    is_near = random.random(len(rows)) < IN_DISTRICT
    district = places.schools.district[now.school[rows]]
    wanted = places.wanted(year)
    at = now.school.copy()
    for grade in range(len(GRADES)):
        places_until = np.cumsum(wanted[:, grade]).astype(float)
        ends = np.searchsorted(places.schools.district, np.arange(len(places.districts.code) + 1))
        until = np.append(0.0, places_until)[ends]
        here = now.grade[rows] == grade
        low = np.where(is_near[here], until[district[here]], 0.0)
        high = np.where(is_near[here], until[district[here] + 1], until[-1])
        spot = low + random.random(int(here.sum())) * (high - low)
        goal = np.searchsorted(places_until, spot, side="right")
        at[rows[here]] = np.where(high > low, np.minimum(goal, len(at) and len(wanted) - 1), at[rows[here]])
    return dataclasses.replace(now, school=at)


def _to_schools_of_choice(places: Places, random: np.random.Generator, now: Students, year: int) -> Students:
    """Free places of charter and vocational schools go to students of the grade in the region's other schools."""
    of_district, schools = places.districts, places.schools
    is_chosen = of_district.kind[schools.district] != REGULAR
    there = np.zeros_like(schools.enrolled)
    np.add.at(there, (now.school, now.grade), 1)
    free = np.maximum(places.wanted(year) - there, 0) * is_chosen[:, None]
    cell, _ = spread(free.ravel())
    goal, grade = np.divmod(cell, len(GRADES))
    may = random.permutation(np.flatnonzero(~is_chosen[now.school] & (now.grade > 1)))
    region = of_district.region[schools.district]
    key = region * len(GRADES)
    order = random.permutation(len(goal))
    left, right = paired(key[goal[order]] + grade[order], key[now.school[may]] + now.grade[may])
    at = now.school.copy()
    at[may[right]] = goal[order[left]]
    return dataclasses.replace(now, school=at)


def _during_the_year(random: np.random.Generator, now: Students) -> Students:
    chance, day = random.random(len(now)), random.integers(OCTOBER + 1, DAYS - 10, len(now))
    return dataclasses.replace(
        now,
        from_day=np.where(chance < COMING_LATE, day, 0),
        to_day=np.where(chance > 1 - LEAVING_EARLY, day, DAYS),
    )


def _joined(some: Students | None, others: Students) -> Students:
    if some is None:
        return others
    pairs = {field.name: (getattr(some, field.name), getattr(others, field.name)) for field in dataclasses.fields(some)}
    return Students(**{name: np.concatenate(pair) for name, pair in pairs.items()})


def _in_order(now: Students) -> Students:
    return now.of(np.argsort(now.school * len(GRADES) + now.grade, kind="stable"))
