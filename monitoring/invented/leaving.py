"""Who leaves and why, who would rather work elsewhere, and who takes a leave."""

from __future__ import annotations

import numpy as np

from .chance import Bools, Floats, Ints, drawn, stream
from .schools import REGULAR, Places
from .staff import (
    DECEASED,
    DISMISS,
    EMERGENCY,
    LEFT_EDUCATION,
    NONRENEW,
    NOWHERE,
    OTHER,
    OUT_OF_STATE,
    RETIRE,
    SUBSTITUTE,
    TEACHER,
    WAIVER,
    Staff,
)

BASE, POVERTY, CLIMATE = 0.022, 0.075, -0.012  # chances to leave in a year: everybody's, of poverty, of a good climate
BY_YEARS = np.array([0.105, 0.08, 0.055, 0.035, 0.03, 0.01])  # more in the first years of teaching
ON_WAIVER, WEAK = 0.12, 0.06
AGES, RETIRING = [54, 56, 60, 64, 68, 72], [0.0, 0.03, 0.14, 0.3, 0.5, 0.8]
TIDES = (1.0, 1.0, 1.0, 1.28, 1.18, 1.04)  # times as many, by year: nobody left gladly, then many did
MENTORING_FROM, MENTORED, MENTORING = 2, 0.55, 0.08  # years after the first; times the newcomers' chance; of districts
MOVE, MOVE_POOR, MOVE_CLIMATE, MOVE_YOUNG = 0.006, 0.06, -0.008, 0.015
LEAD, LEAD_POOR = 0.055, 0.09
LEAVES, LEAVES_YOUNG = 0.008, 0.022


def is_mentored(places: Places) -> Bools:
    """By district, whether it has begun to mentor its newcomers: some of those with many students of low incomes."""
    districts = places.districts
    chance = stream(places.plan.seed, "mentoring").random(len(districts.code))
    may = (districts.kind == REGULAR) & (districts.poverty > np.median(districts.poverty)) & (districts.schools > 2)
    return may & (chance < MENTORING * len(may) / max(may.sum(), 1))


def leaving(places: Places, random: np.random.Generator, staff: Staff, year: int) -> Ints:
    """The reason for which each leaves before the year; NOWHERE for those who stay."""
    age = year - 1 - staff.born
    retires = random.random(len(staff)) < np.interp(age, AGES, RETIRING)
    quits = random.random(len(staff)) < np.where(staff.leads, _leaders(places, staff), _teachers(places, staff, year))
    reason = drawn(random, _reasons(staff), len(staff))
    ends = (staff.role == SUBSTITUTE) & ~retires
    return np.where(retires, RETIRE, np.where(ends, NONRENEW, np.where(quits, reason, NOWHERE)))


def _teachers(places: Places, staff: Staff, year: int) -> Floats:
    traits, at = places.schools.traits, np.maximum(staff.school, 0)
    poverty = traits.poverty[at]
    number = year - places.plan.years[0]
    young = BY_YEARS[np.minimum(staff.taught, len(BY_YEARS) - 1)] * (0.5 + poverty)
    helped = is_mentored(places)[staff.district] & (number > MENTORING_FROM)
    young = np.where(helped, MENTORED * young, young)
    hard = np.isin(staff.license, (EMERGENCY, WAIVER)) * ON_WAIVER + ((staff.skill < -1.3) & (staff.taught < 3)) * WEAK
    tide = TIDES[number % len(TIDES)]
    base = np.maximum(BASE + POVERTY * poverty**1.5 + CLIMATE * traits.climate[at], 0.006)
    return np.minimum(tide * (base + young) + hard, 0.9)


def _leaders(places: Places, staff: Staff) -> Floats:
    poverty = places.schools.traits.poverty[np.maximum(staff.school, 0)]
    return LEAD + LEAD_POOR * poverty * (staff.school >= 0)


def _reasons(staff: Staff) -> Floats:
    """By person, the chances of each reason beside retiring and moving to another district."""
    is_new = staff.taught < 3
    chances = np.zeros((len(staff), OTHER + 1))
    for reason, share in ((OUT_OF_STATE, 0.3), (LEFT_EDUCATION, 0.45), (OTHER, 0.2), (DECEASED, 0.015)):
        chances[:, reason] = share
    chances[:, NONRENEW] = np.where(is_new & (staff.skill < -0.5), 0.5, 0.02)
    chances[:, DISMISS] = 0.02
    return chances


def wants_elsewhere(places: Places, random: np.random.Generator, staff: Staff) -> Bools:
    """Teachers who look for another school: more from poor ones, and in the first years."""
    traits, at = places.schools.traits, np.maximum(staff.school, 0)
    chance = MOVE + MOVE_POOR * traits.poverty[at] + MOVE_CLIMATE * traits.climate[at] + MOVE_YOUNG * (staff.taught < 6)
    return (staff.role == TEACHER) & (random.random(len(staff)) < np.maximum(chance, 0.004))


def goes_on_leave(random: np.random.Generator, staff: Staff, year: int) -> Bools:
    """For the whole year; nobody twice running."""
    age = year - staff.born
    chance = LEAVES + LEAVES_YOUNG * ((age > 25) & (age < 40))
    return (staff.role == TEACHER) & ~staff.is_away & (staff.hired < year) & (random.random(len(staff)) < chance)
