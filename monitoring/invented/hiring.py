"""Who comes: teachers and leaders with an age, experience, degree and license that go with each other."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from .chance import Bools, Floats, Ints, drawn
from .schools import CHARTER, Places
from .segregation import OF_COLOR
from .staff import (
    ASSOCIATE,
    BACHELOR,
    DOCTOR,
    EMERGENCY,
    INITIAL,
    MASTER,
    NOWHERE,
    PROFESSIONAL,
    PROVISIONAL,
    SUBSTITUTE,
    TEACHER,
    UNLICENSED,
    WAIVER,
    Offices,
    Seats,
    Staff,
)
from .subjects import ESL, SPED, SUBJECTS, VOC

NOVICES, NOVICES_POOR = 0.5, 0.24  # of those hired in schools without and with students of low incomes alone
OTHER_FIELD, OTHER_FIELD_POOR, OTHER_FIELD_SMALL, SMALL = 0.015, 0.06, 0.05, 8  # hired with another field; teachers
TWO_FIELDS = 0.22
PARTS, PART_CHANCES = np.array([1.0, 0.8, 0.6, 0.5]), (0.9, 0.05, 0.03, 0.02)
WHITE = 6


def teachers_there(places: Places, random: np.random.Generator, at: Seats, year: int, known: int) -> Staff:
    """Who is there in the first year: fewer years of teaching where students are poor."""
    poverty = places.schools.traits.poverty[at.school]
    shape = 2.0 - 0.95 * poverty
    years = random.gamma(shape, (15.0 - 7 * poverty) / shape)
    taught = np.minimum(years, 38).astype(np.int64)
    here = np.minimum(random.integers(0, 12, len(taught)), taught)
    return _teachers(places, random, at, taught, year - here, year, known)


def teachers_hired(places: Places, random: np.random.Generator, at: Seats, year: int, known: int) -> Staff:
    """For seats that are free: mostly novices where students are poor."""
    poverty = places.schools.traits.poverty[at.school]
    rows = len(at.school)
    is_new = random.random(rows) < NOVICES + NOVICES_POOR * poverty
    taught = np.where(is_new, 0, 1 + np.minimum(random.gamma(1.3, 5.0, rows), 30).astype(np.int64))
    return _teachers(places, random, at, taught, np.full(rows, year), year, known)


def substitutes(places: Places, random: np.random.Generator, at: Seats, year: int, known: int) -> Staff:
    """For a year, in the places of those on leave."""
    taught = np.where(random.random(len(at.school)) < 0.6, 0, random.integers(1, 30, len(at.school)))
    made = _teachers(places, random, at, taught, np.full(len(at.school), year), year, known)
    return dataclasses.replace(made, role=np.full(len(made), SUBSTITUTE), fte=np.ones(len(made)))


def leaders_hired(
    random: np.random.Generator, of: Offices, poverty: Floats, year: int, known: int, *, first: bool
) -> Staff:
    """From outside; in the first year, who is there: they have led for some years."""
    rows = len(of.role)
    taught = 4 + random.integers(0, 14, rows)
    led = np.minimum(random.gamma(1.2, 5.0 - 2.5 * poverty), 25).astype(np.int64) if first else np.zeros(rows, np.int64)
    led = np.where((random.random(rows) < 0.5) & (not first), random.integers(1, 10, rows), led)
    field = drawn(random, np.ones(len(SUBJECTS)), rows)
    license_ = np.full(rows, PROFESSIONAL)
    here = np.minimum(led, random.integers(0, 10, rows)) if first else np.zeros(rows, np.int64)
    return Staff(
        **_person(random, np.full(rows, 0.3), rows, known),
        born=year - 24 - taught - led - random.integers(0, 6, rows),
        field=field,
        other=np.full(rows, NOWHERE),
        degree=np.where(random.random(rows) < 0.2, DOCTOR, MASTER),
        taught=taught,
        led=led,
        role=of.role,
        district=of.district,
        school=of.school,
        place=of.place,
        license=license_,
        since=year - random.integers(0, 5, rows),
        hired=year - here,
        fte=np.ones(rows),
        is_away=np.zeros(rows, dtype=bool),
    )


def _person(random: np.random.Generator, color: Floats, rows: int, known: int) -> dict[str, Any]:
    """What stays with a person for good."""
    is_of_color = random.random(rows) < 0.04 + 0.22 * color
    return {
        "number": known + np.arange(rows),
        "race": np.where(is_of_color, drawn(random, OF_COLOR, rows), WHITE),
        "skill": random.normal(0, 1, rows),
        "frailty": random.gamma(3.0, 1 / 3.0, rows),
    }


def _teachers(
    places: Places, random: np.random.Generator, at: Seats, taught: Ints, hired: Ints, year: int, known: int
) -> Staff:
    rows, schools = len(taught), places.schools
    field = _fields(random, at, schools.traits.poverty[at.school], np.bincount(at.school, minlength=len(schools)))
    degree = _degrees(random, taught, field)
    license_ = _licenses(places, random, at, taught, degree, is_in=field == at.subject)
    full = license_ <= INITIAL
    has_two = full & (random.random(rows) < TWO_FIELDS)
    second = np.where(random.random(rows) < 0.5, SPED, ESL)
    return Staff(
        **_person(random, schools.traits.color[at.school], rows, known),
        born=year - 23 - taught - random.integers(0, 4, rows) - np.minimum(random.exponential(3, rows), 20).astype(int),
        field=field,
        other=np.where(has_two & (second != field), second, NOWHERE),
        degree=degree,
        taught=taught,
        led=np.zeros(rows, dtype=np.int64),
        role=np.full(rows, TEACHER),
        district=schools.district[at.school],
        school=at.school.copy(),
        place=at.place.copy(),
        license=license_,
        since=np.where(full, year - np.minimum(taught, random.integers(0, 5, rows)), year),
        hired=hired,
        fte=PARTS[drawn(random, PART_CHANCES, rows)],
        is_away=np.zeros(rows, dtype=bool),
    )


def _fields(random: np.random.Generator, at: Seats, poverty: Floats, size: Ints) -> Ints:
    """That of the place, but sometimes nobody with it is found: more often in poor and small schools."""
    is_small = size[at.school] < SMALL
    chance = OTHER_FIELD + OTHER_FIELD_POOR * poverty + OTHER_FIELD_SMALL * is_small
    other = drawn(random, np.ones(len(SUBJECTS)), len(poverty))
    return np.where(random.random(len(poverty)) < chance, other, at.subject)


def _degrees(random: np.random.Generator, taught: Ints, field: Ints) -> Ints:
    chance, rows = random.random(len(taught)), len(taught)
    is_master = random.random(rows) < np.minimum(0.42 + 0.05 * taught, 0.85)
    degree = np.where(is_master, MASTER, BACHELOR)
    degree = np.where(chance < 0.012 + 0.0005 * taught, DOCTOR, degree)
    return np.where(chance > np.where(field == VOC, 0.8, 0.998), ASSOCIATE, degree)


def _licenses(
    places: Places, random: np.random.Generator, at: Seats, taught: Ints, degree: Ints, *, is_in: Bools
) -> Ints:
    """Full ones mostly; waivers, provisional ones and none where people are hard to find."""
    poverty = places.schools.traits.poverty[at.school]
    is_charter = places.districts.kind[places.schools.district[at.school]] == CHARTER
    hard = poverty * np.where(taught < 3, 1.0, 0.15)
    waiver = 0.004 + 0.05 * hard + 0.05 * ~is_in
    chances = np.stack(
        [
            np.where(taught >= 4, 0.85, 0.0),
            np.where(taught >= 4, 0.1, 0.85),
            0.02 + 0.10 * hard,
            np.full(len(poverty), 0.001),
            0.002 + 0.012 * hard,
            waiver,
            0.003 + 0.22 * is_charter * (taught < 6),
        ],
        axis=1,
    )
    found = drawn(random, chances, len(poverty))
    return np.where((degree <= ASSOCIATE) & (found <= INITIAL), PROVISIONAL, found)


def license_next(random: np.random.Generator, staff: Staff, year: int) -> Staff:
    """What a license becomes in a year: waivers end, provisional and initial ones lead on."""
    chance, held = random.random(len(staff)), staff.license
    ends = np.isin(held, (EMERGENCY, WAIVER))
    after = np.where(chance < 0.6, PROVISIONAL, np.where(chance < 0.85, WAIVER, INITIAL))
    found = np.where(ends, after, held)
    may = staff.degree >= BACHELOR
    found = np.where((held == PROVISIONAL) & may & (chance < 0.35), INITIAL, found)
    found = np.where((held == INITIAL) & (staff.taught >= 4) & (chance < 0.5), PROFESSIONAL, found)
    found = np.where((held == UNLICENSED) & (chance < 0.15), PROVISIONAL, found)
    found = np.where(~may & (found <= INITIAL), PROVISIONAL, found)
    is_other = ends | (found != held)
    return dataclasses.replace(staff, license=found, since=np.where(is_other, year, staff.since))
