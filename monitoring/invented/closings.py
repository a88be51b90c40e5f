"""Schools that close in the years that are told, and what takes their place."""

from __future__ import annotations

import dataclasses

import numpy as np

from .chance import Ints, stream
from .plan import Plan
from .schools import ELEM, Schools

CLOSING = 0.03  # of the elementary schools of districts that have several
ANEW = 2 / 3  # of those: a new building, under a code of its own, takes all; else a school nearby does
FEWEST = 3  # elementary schools of a district in which one closes


def with_closings(plan: Plan, schools: Schools) -> Schools:
    """The schools with those that open later, still in the order of districts."""
    random = stream(plan.seed, "closings")
    if len(plan.years) < 3 or not plan.closes:
        return schools
    is_one = schools.level == ELEM
    of_district = np.bincount(schools.district[is_one], minlength=schools.district.max() + 1)
    may = np.flatnonzero(is_one & (of_district[schools.district] >= FEWEST))
    closing = may[random.random(len(may)) < CLOSING]
    year = random.integers(plan.years[0], plan.years[-1], len(closing))
    is_new = random.random(len(closing)) < ANEW
    nearby = _nearby(schools, is_one, closing)
    anew = closing[is_new]
    last = np.full(len(schools), 9999)
    last[closing] = year
    successor = schools.successor.copy()
    successor[closing] = nearby
    successor[anew] = len(schools) + np.arange(len(anew))
    marked = dataclasses.replace(schools, closed=last, successor=successor)
    return _in_order(_with_new(marked, anew, year[is_new] + 1))


def _nearby(schools: Schools, is_one: Ints, closing: Ints) -> Ints:
    """The next elementary school of the district that stays; -1 where none does."""
    stays = is_one.copy()
    stays[closing] = False
    goals = np.flatnonzero(stays)
    place = np.searchsorted(goals, closing)
    around = np.stack([goals[np.clip(place + step, 0, len(goals) - 1)] for step in (0, -1)]) if len(goals) else None
    if around is None:
        return np.full(len(closing), -1)
    is_mine = schools.district[around] == schools.district[closing]
    return np.where(is_mine[0], around[0], np.where(is_mine[1], around[1], -1))


def _with_new(schools: Schools, anew: Ints, opened: Ints) -> Schools:
    """Each new school is as the one before it, but for code, name and years."""
    rows = np.append(np.arange(len(schools)), anew)
    made = schools.of(rows)
    count = len(anew)
    if not count:
        return made
    ends = slice(len(schools), None)
    made.opened[ends], made.closed[ends], made.successor[ends] = opened, 9999, -1
    made.code[ends] = [f"{code[:4]}{int(code[4:]) + 2:04}" for code in schools.code[anew]]
    made.name[ends] = [f"New {name}" for name in schools.name[anew]]
    return made


def _in_order(schools: Schools) -> Schools:
    order = np.lexsort((np.arange(len(schools)), schools.district))
    now_at = np.argsort(order)
    made = schools.of(order)
    for name in ("successor", "next_school"):
        was = getattr(made, name)
        was[was >= 0] = now_at[was[was >= 0]]
    return made
