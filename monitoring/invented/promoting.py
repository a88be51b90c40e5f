"""Offices that become free go to people of the district first: assistants, then teachers of some years."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from .chance import Ints, paired
from .staff import ASSISTANT, NO_PLACE, PRINCIPAL, SUPERINTENDENT, TEACHER, Offices, Staff, office_key, together

FEWEST_YEARS = 5  # of teaching, before somebody leads a school
FEWEST_SKILL = -0.2
INSIDE = 0.75  # of free offices are for people of the district


def promoted(random: np.random.Generator, staff: Staff, of: Offices) -> tuple[Staff, Staff, Offices]:
    """Those in an office, all others, and the offices that stay free."""
    in_office, others, free = _who_stays(staff, of)
    for role, from_role in ((PRINCIPAL, ASSISTANT), (PRINCIPAL, TEACHER), (ASSISTANT, TEACHER)):
        candidates = in_office if from_role == ASSISTANT else others
        new, rows, taken = _promoted(random, candidates, free, role, from_role)
        free = _without(free, taken)
        if from_role == ASSISTANT:
            left = candidates.of(rows)
            is_free = Offices(left.role, left.district, left.school, left.place)
            in_office, free = together(_others(candidates, rows), new), _joined(free, is_free)
        else:
            others, in_office = _others(candidates, rows), together(in_office, new)
    return in_office, others, free


def _who_stays(staff: Staff, of: Offices) -> tuple[Staff, Staff, Offices]:
    """Who is in an office that is there still. Assistants whose office is not teach again."""
    leaders, others = staff.of(staff.leads), staff.of(~staff.leads)
    theirs = office_key(leaders.role, leaders.district, leaders.school, leaders.place)
    is_there = np.isin(theirs, of.key)
    back = leaders.of(~is_there & (leaders.role != SUPERINTENDENT))
    back = dataclasses.replace(back, role=np.full(len(back), TEACHER), place=np.full(len(back), NO_PLACE))
    return leaders.of(is_there), together(others, back), _without(of, np.flatnonzero(np.isin(of.key, theirs)))


def _promoted(
    random: np.random.Generator, candidates: Staff, free: Offices, role: int, from_role: int
) -> tuple[Staff, Ints, Ints]:
    """The new leaders, which of the candidates they were, and which of the offices they take."""
    is_able = (candidates.taught >= FEWEST_YEARS) & (candidates.skill > FEWEST_SKILL) & ~candidates.is_away
    may = random.permutation(np.flatnonzero(is_able & (candidates.role == from_role)))
    goals = np.flatnonzero((free.role == role) & (random.random(len(free.role)) < INSIDE))
    left, right = paired(candidates.district[may], free.district[goals])
    rows, taken = may[left], goals[right]
    office: dict[str, Any] = {"role": free.role[taken], "school": free.school[taken], "place": free.place[taken]}
    return dataclasses.replace(candidates.of(rows), **office, fte=np.ones(len(rows))), rows, taken


def _without(of: Offices, rows: Ints) -> Offices:
    keeps = np.ones(len(of.role), dtype=bool)
    keeps[rows] = False
    return Offices(of.role[keeps], of.district[keeps], of.school[keeps], of.place[keeps])


def _others(staff: Staff, rows: Ints) -> Staff:
    keeps = np.ones(len(staff), dtype=bool)
    keeps[rows] = False
    return staff.of(keeps)


def _joined(some: Offices, others: Offices) -> Offices:
    columns = ("role", "district", "school", "place")
    return Offices(*(np.concatenate([getattr(some, name), getattr(others, name)]) for name in columns))
