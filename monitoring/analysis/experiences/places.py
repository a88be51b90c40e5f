"""Experiences at schools and their districts: sums of each teacher of a place, and of the place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .classes import BY_ID
from .cohort import Portion, Sides
from .counts import Experiences
from .jackknife import OfTeachers
from .sittings import Bits, Kinds
from .sums import Numbers, Whole, added, ends_of, firsts_of

OF_CATEGORIES = np.array([one.bit for one in BY_ID], dtype=np.uint16)[:, None]


@dataclass(frozen=True, eq=False)
class Placed:
    """Each row of `met` twice, at its school and at its district, which are numbered on. In order of places and
    teachers; `run`: the teacher at the place.
    """

    met: Experiences
    kinds: Kinds
    row: Whole
    place: Whole
    run: Whole
    many: int

    def within(self, window: int) -> Placed:
        """Of the last years alone."""
        kept = np.flatnonzero(self.kinds.age[self.met.kind[self.row]] < window)
        return Placed(self.met, self.kinds, self.row[kept], self.place[kept], self.run[kept], self.many)

    def bits(self, name: str) -> Bits:
        found: Bits = getattr(self.kinds, name)[self.met.kind[self.row]]
        return found


def placed(portion: Portion, met: Experiences, kinds: Kinds) -> Placed:
    teacher, schools = kinds.teacher[met.kind], len(portion.schools)
    district = portion.district[met.at] + schools
    order = np.lexsort((teacher, district))
    row = np.concatenate([np.arange(len(order)), order])
    place, teacher = np.concatenate([met.at, district[order]]), teacher[row]
    firsts = firsts_of(place, teacher)
    run = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(row)))
    return Placed(met, kinds, row, place, run, schools + len(portion.starts))


def of_teachers(at: Placed, sides: Sides) -> OfTeachers:
    """By category, place and teacher. Cells are places of categories (BY_ID)."""
    cell, run, known = _by_teacher(at, "known")
    _, having_run, having = _by_teacher(at, "having")
    return OfTeachers(sides, len(BY_ID) * at.many, cell, known, np.searchsorted(run, having_run), having)


def _by_teacher(at: Placed, name: str) -> tuple[Whole, Whole, Numbers]:
    """Who has a bit set: cells, runs and sums."""
    category, which = np.nonzero(at.bits(name) & OF_CATEGORIES)
    run = category * (at.run[-1] + 1 if len(at.run) else 1) + at.run[which]
    firsts = firsts_of(run)
    sums = added(at.met.counts, np.append(firsts, len(run)), rows=at.row[which])
    return (category * at.many + at.place[which])[firsts], run[firsts], sums


def sums_of(at: Placed, amounts: Numbers, name: str, portion: Portion) -> NDArray[np.int64]:
    """Of those who have a bit set: by category and place, in columns of amounts."""
    schools = len(portion.schools)
    own = at.place < schools
    category, which = np.nonzero(at.bits(name)[own] & OF_CATEGORIES)
    ends = ends_of(category * schools + at.place[own][which], len(BY_ID) * schools)
    of_schools = added(amounts, ends, rows=at.row[own][which]).reshape(len(BY_ID), schools, -1)
    return with_districts(of_schools, portion)


def with_districts(of_schools: NDArray[np.generic], portion: Portion) -> Whole:
    """By category and school, with the sums of districts added."""
    whole = of_schools.astype(np.int64)
    return np.concatenate([whole, np.add.reduceat(whole, portion.starts, axis=1)], axis=1)
