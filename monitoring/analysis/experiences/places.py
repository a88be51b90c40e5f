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

Narrow = NDArray[np.int32]
OF_CATEGORIES = np.array([one.bit for one in BY_ID], dtype=np.uint16)[:, None]


@dataclass(frozen=True, eq=False)
class Placed:
    """Each row of `met` twice, at its school and at its district, which are numbered on. In order of places and
    teachers; `run`: the teacher at the place.
    """

    met: Experiences
    kinds: Kinds
    many: int
    row: Narrow
    place: Narrow
    run: Narrow

    def within(self, window: int) -> Placed:
        """Of the last years alone."""
        kept = np.flatnonzero(self.kinds.age[self.met.kind[self.row]] < window)
        return Placed(self.met, self.kinds, self.many, self.row[kept], self.place[kept], self.run[kept])

    def bits(self, name: str) -> Bits:
        found: Bits = getattr(self.kinds, name)[self.met.kind[self.row]]
        return found


@dataclass(frozen=True, eq=False)
class Entries:
    """Rows of experiences by category: the cell, the teacher in it (`run`), and the row; in this order."""

    cell: Narrow
    run: Narrow
    row: Narrow

    def only(self, chosen: NDArray[np.bool_]) -> Entries:
        at = np.flatnonzero(chosen)
        return Entries(self.cell[at], self.run[at], self.row[at])


def placed(portion: Portion, met: Experiences, kinds: Kinds) -> Placed:
    teacher, schools = kinds.teacher[met.kind], len(portion.schools)
    district = portion.district[met.at] + schools
    order = np.lexsort((teacher, district))
    row = np.concatenate([np.arange(len(order)), order])
    place, teacher = np.concatenate([met.at, district[order]]), teacher[row]
    firsts = firsts_of(place, teacher)
    run = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(row)))
    narrow = (one.astype(np.int32) for one in (row, place, run))
    return Placed(met, kinds, schools + len(portion.starts), *narrow)


def of_teachers(at: Placed, sides: Sides) -> OfTeachers:
    """By category, place and teacher. Cells are places of categories (BY_ID)."""
    known, having = (_entries(at, name) for name in ("known", "having"))
    firsts = firsts_of(known.run)
    is_once = (np.diff(firsts, append=len(known.run)) == 1) & (at.met.many[known.row[firsts]] == 1)
    runs = known.run[firsts]
    number = np.cumsum(~is_once) - 1  # among those who were met more often
    of_known = np.repeat(is_once, np.diff(firsts, append=len(known.run)))
    which = np.searchsorted(runs, having.run)
    of_having = is_once[which]
    often, have = known.only(~of_known), having.only(~of_having)
    firsts_having = firsts_of(have.run)
    return OfTeachers(
        sides,
        len(BY_ID) * at.many,
        known.cell[firsts][~is_once],
        added(at.met.counts, np.append(firsts_of(often.run), len(often.run)), rows=often.row),
        number[which[~of_having]][firsts_having],
        added(at.met.counts, np.append(firsts_having, len(have.run)), rows=have.row),
        *(_at_cells(at, one) for one in (known.only(of_known), having.only(of_having))),
    )


def _entries(at: Placed, name: str) -> Entries:
    """Rows of who has a bit set."""
    category, which = _set_bits(at.bits(name))
    runs = np.int32(at.run[-1] + 1 if len(at.run) else 1)
    return Entries(category * np.int32(at.many) + at.place[which], category * runs + at.run[which], at.row[which])


def _set_bits(bits: Bits) -> tuple[Narrow, Narrow]:
    """Of each bit that is set the category and the place among `bits`, in this order."""
    is_set = (bits & OF_CATEGORIES) > 0
    category = np.repeat(np.arange(len(is_set), dtype=np.int32), np.count_nonzero(is_set, axis=1))
    return category, np.flatnonzero(is_set).astype(np.int32) - category * np.int32(len(bits))


def _at_cells(at: Placed, entries: Entries) -> Numbers:
    return added(at.met.counts, ends_of(entries.cell, len(BY_ID) * at.many), rows=entries.row)


def sums_of(at: Placed, amounts: Numbers, name: str, portion: Portion) -> Whole:
    """Of those who have a bit set, by category and place, in columns of amounts. If most have, all less the others."""
    schools = len(portion.schools)
    own = slice(int(np.searchsorted(at.place, schools)))
    bits, place, row = at.bits(name)[own], at.place[own], at.row[own]
    is_most = 2 * np.count_nonzero(bits & OF_CATEGORIES) > len(OF_CATEGORIES) * len(bits)
    category, which = _set_bits(~bits if is_most else bits)
    ends = ends_of(category * np.int32(schools) + place[which], len(BY_ID) * schools)
    found = added(amounts, ends, rows=row[which]).reshape(len(BY_ID), schools, -1)
    if is_most:
        found = added(amounts, ends_of(place, schools), rows=row) - found
    return with_districts(found, portion)


def with_districts(of_schools: NDArray[np.generic], portion: Portion) -> Whole:
    """By category and school, with the sums of districts added."""
    whole = of_schools.astype(np.int64)
    return np.concatenate([whole, np.add.reduceat(whole, portion.starts, axis=1)], axis=1)
