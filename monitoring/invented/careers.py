"""Careers: each year people grow by a year, leave, are promoted, move and are hired, until every place is filled."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from .chance import Ints, apportion, same, stream
from .hiring import leaders_hired, license_next, substitutes, teachers_hired, teachers_there
from .leaving import goes_on_leave, leaving, wants_elsewhere
from .moving import moved
from .promoting import promoted
from .schools import Places
from .staff import (
    BACHELOR,
    MASTER,
    NO_PLACE,
    OTHER_DISTRICT,
    RIF,
    Exits,
    Offices,
    Seats,
    Staff,
    StaffYear,
    in_order,
    offices,
    seats,
    together,
)

STUDYING = 0.08  # of those with a bachelor's degree get a master's in a year


def staff_years(places: Places, students: Iterator[Ints]) -> Iterator[StaffYear]:
    """`students`: by school, of each year."""
    now: Staff | None = None
    first, known = 0, 0
    for year, count in zip(places.plan.years, students, strict=True):
        random = stream(places.plan.seed, "staff", year)
        first = first or int(count.sum())
        total = max(round(places.plan.teachers * count.sum() / first), int((count > 0).sum()))
        at, of = seats(places, _teachers(total, count)), offices(places, count)
        if now is None:
            staff, exits = _first(places, random, at, of, year), None
        else:
            staff, exits = _next(places, random, now, at, of, known, year)
        known = max(known, int(staff.number.max()) + 1)
        staff = _with_leaves(places, random, staff, at, year, known)
        known = max(known, int(staff.number.max()) + 1)
        now = in_order(staff)
        yield StaffYear(year, now, exits or Exits(now.of(np.zeros(0, np.int64)), np.zeros(0, np.int64)))


def _teachers(total: int, students: Ints) -> Ints:
    """By school; none without students, and a little more for small schools, which have as many subjects."""
    found = np.zeros(len(students), dtype=np.int64)
    is_open = students > 0
    found[is_open] = apportion(total, students[is_open] + 25.0, least=1)
    return found


def _first(places: Places, random: np.random.Generator, at: Seats, of: Offices, year: int) -> Staff:
    teachers = teachers_there(places, random, at, year, 0)
    return together(teachers, _from_outside(places, random, of, year, len(teachers), first=True))


def _from_outside(
    places: Places, random: np.random.Generator, of: Offices, year: int, known: int, *, first: bool = False
) -> Staff:
    poverty = np.where(of.school >= 0, places.schools.traits.poverty[of.school], 0.4)
    return leaders_hired(random, of, poverty, year, known, first=first)


def _next(
    places: Places, random: np.random.Generator, was: Staff, at: Seats, of: Offices, known: int, year: int
) -> tuple[Staff, Exits]:
    now = _grown(random, was, year)
    reason = leaving(places, random, was, year)
    gone, stays = now.of(reason >= 0), now.of(reason < 0)
    stays = _at_successors(places, stays, year)
    leaders, others, free = promoted(random, stays, of)
    wants = wants_elsewhere(places, random, others)
    teachers, without, empty = moved(places, random, others, wants, at, year)
    outside = _from_outside(places, random, free, year, known)
    open_seats = dataclasses.replace(at, school=at.school[empty], place=at.place[empty], subject=at.subject[empty])
    hired = teachers_hired(places, random, open_seats, year, known + len(outside))
    staff = together(leaders, teachers, outside, hired)
    exits = [(gone, reason[reason >= 0]), (without, np.full(len(without), RIF)), _to_others(stays, staff)]
    return staff, Exits(together(*(some for some, _ in exits)), np.concatenate([why for _, why in exits]))


def _grown(random: np.random.Generator, was: Staff, year: int) -> Staff:
    """A year on: who was at work has a year more of it."""
    chance = random.random(len(was))
    studied = (was.degree == BACHELOR) & (chance < STUDYING)
    now = dataclasses.replace(
        was,
        taught=was.taught + (was.teaches & ~was.is_away),
        led=was.led + was.leads,
        degree=np.where(studied, MASTER, was.degree),
    )
    return license_next(random, now, year)


def _at_successors(places: Places, staff: Staff, year: int) -> Staff:
    """Where a school has closed, its people are at the one that took its place."""
    schools = places.schools
    is_past = (staff.school >= 0) & (schools.closed[staff.school] < year)
    to = schools.successor[staff.school]
    is_new = (to >= 0) & (schools.opened[to] == year)
    place = np.where(is_past & ~is_new, NO_PLACE, staff.place)
    return dataclasses.replace(staff, school=np.where(is_past & (to >= 0), to, staff.school), place=place)


def _to_others(was: Staff, now: Staff) -> tuple[Staff, Ints]:
    """Those who went to another district, as the one they left has them."""
    left, right = same(was.number, now.number)
    went = left[was.district[left] != now.district[right]]
    return was.of(went), np.full(len(went), OTHER_DISTRICT)


def _with_leaves(places: Places, random: np.random.Generator, staff: Staff, at: Seats, year: int, known: int) -> Staff:
    away = goes_on_leave(random, staff, year)
    left = np.flatnonzero(away)
    seat = at.at(staff.school[left], staff.place[left])
    theirs = dataclasses.replace(at, school=at.school[seat], place=at.place[seat], subject=at.subject[seat])
    return together(dataclasses.replace(staff, is_away=away), substitutes(places, random, theirs, year, known))
