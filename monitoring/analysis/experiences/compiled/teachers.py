"""What students of a place met, by teacher and category: added up, counted, and with one teacher left out.

Arrays by place are flat in categories and, within each, comparisons (`wide`); sides are 0 (in the group) and 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from monitoring.analysis.amounts import SCALE

from . import compiled, inlined

if TYPE_CHECKING:
    from ..places import Kinds, Met

Whole = NDArray[np.int64]
Narrow = NDArray[np.int32]
Wide = NDArray[np.float64]


@compiled
def sums_at(met: Met, kinds: Kinds, window: int, schools: int) -> tuple[Whole, Whole]:
    """By school and side: all, as they are, and weighted by what is not the teacher's share of the class; and by
    category those not asked, had and not known, so weighted, and had and not known, as they are.
    """
    half = met.counts.shape[1] // 2
    every = np.zeros((schools, 2, 2, half), np.int64)
    some = np.zeros((schools, 5, 2, kinds.many * half), np.int64)
    for row in range(len(met.share)):
        if met.age[row] < window:
            _add(met, row, 1, every, met.place[row], 0, 0)
            if met.share[row] != SCALE:
                _add(met, row, SCALE - met.share[row], every, met.place[row], 1, 0)
            _add_of(met, kinds, row, kinds.every & ~met.asked[row], some, 0, -1)
            _add_of(met, kinds, row, kinds.every & met.having[row], some, 3, 1)
            _add_of(met, kinds, row, kinds.every & ~met.known[row], some, 4, 2)
    return every, some


@inlined
def _add(met: Met, row: int, times: int, into: Whole, place: int, which: int, start: int) -> None:
    half, own = met.counts.shape[1] // 2, met.row[row]
    for one in range(half):
        into[place, which, 0, start + one] += times * met.counts[own, one]
        into[place, which, 1, start + one] += times * met.counts[own, half + one]


@inlined
def _add_of(met: Met, kinds: Kinds, row: int, bits: int, some: Whole, which: int, weighted: int) -> None:
    while bits:
        start = kinds.lowest[bits] * (met.counts.shape[1] // 2)
        bits &= bits - 1
        _add(met, row, 1, some, met.place[row], which, start)
        if weighted >= 0 and met.share[row] != SCALE:
            _add(met, row, SCALE - met.share[row], some, met.place[row], weighted, start)


@inlined
def _answers(met: Met, kinds: Kinds, teacher: int, window: int) -> tuple[int, int, int]:
    """How many experiences, and bits of what is known and had in any."""
    many, known, having = 0, 0, 0
    for row in range(met.teachers[teacher], met.teachers[teacher + 1]):
        if met.age[row] < window:
            many += met.many[row]
            known |= met.known[row]
            having |= met.having[row]
    return many, kinds.every & known, kinds.every & having


@inlined
def _sum_up(
    met: Met, kinds: Kinds, teacher: int, window: int, having: int, total: Narrow, known: Narrow, had: Narrow
) -> None:
    """A teacher's experiences by side: those known, which are all less the others, and those had (where any are)."""
    half = len(total) // 2
    total[:], known[:] = 0, 0
    if having:
        had[:] = 0
    for row in range(met.teachers[teacher], met.teachers[teacher + 1]):
        if met.age[row] < window:
            own = met.row[row]
            for one in range(2 * half):
                total[one] += met.counts[own, one]
            _add_bits(met, kinds, own, kinds.every & ~met.known[row], known, -1)
            _add_bits(met, kinds, own, kinds.every & met.having[row], had, 1)
    for category in range(kinds.many):
        for one in range(half):
            known[0, category * half + one] += total[one]
            known[1, category * half + one] += total[half + one]


@inlined
def _add_bits(met: Met, kinds: Kinds, own: int, bits: int, into: Narrow, times: int) -> None:
    half = met.counts.shape[1] // 2
    while bits:
        start = kinds.lowest[bits] * half
        bits &= bits - 1
        for one in range(half):
            into[0, start + one] += times * np.int32(met.counts[own, one])
            into[1, start + one] += times * np.int32(met.counts[own, half + one])


@compiled
def teachers_behind(met: Met, kinds: Kinds, window: int) -> tuple[Narrow, Narrow, Whole]:
    """By place: of how many teachers met more than once experiences are known, how many have it, and always have it; of
    each side, and of both. Experiences known, and those had, with teachers met once, by side. How many teachers were
    met more often.
    """
    half = met.counts.shape[1] // 2
    wide = kinds.many * half
    behind, once = np.zeros((met.places, 3, 3, wide), np.int32), np.zeros((met.places, 2, 2, wide), np.int32)
    often = np.zeros(met.places, np.int64)
    total, known, had = np.zeros(2 * half, np.int32), np.zeros((2, wide), np.int32), np.zeros((2, wide), np.int32)
    for teacher in range(len(met.teachers) - 1):
        many, is_known, having = _answers(met, kinds, teacher, window)
        place = met.place[met.teachers[teacher]]
        if many == 1:
            _add_once(met, kinds, teacher, window, once, place)
        elif is_known:
            often[place] += 1
            _sum_up(met, kinds, teacher, window, having, total, known, had)
            for at in range(wide):
                behind[place, 0, 0, at] += known[0, at] > 0
                behind[place, 0, 1, at] += known[1, at] > 0
                behind[place, 0, 2, at] += known[0, at] + known[1, at] > 0
            _count_having(kinds, having, known, had, behind, place)
    return behind, once, often


@inlined
def _add_once(met: Met, kinds: Kinds, teacher: int, window: int, once: Narrow, place: int) -> None:
    half = met.counts.shape[1] // 2
    for row in range(met.teachers[teacher], met.teachers[teacher + 1]):
        if met.age[row] < window:
            own = met.row[row]
            for which, answers in ((0, met.known[row]), (1, met.having[row])):
                bits = kinds.every & answers
                while bits:
                    start = kinds.lowest[bits] * half
                    bits &= bits - 1
                    for one in range(half):
                        once[place, which, 0, start + one] += met.counts[own, one]
                        once[place, which, 1, start + one] += met.counts[own, half + one]


@inlined
def _count_having(kinds: Kinds, having: int, known: Narrow, had: Narrow, behind: Narrow, place: int) -> None:
    half, bits = known.shape[1] // kinds.many, having
    while bits:
        start = kinds.lowest[bits] * half
        bits &= bits - 1
        for at in range(start, start + half):
            focal, reference = had[0, at], had[1, at]
            is_all_focal, is_all_reference = focal == known[0, at], reference == known[1, at]
            behind[place, 1, 0, at] += focal > 0
            behind[place, 1, 1, at] += reference > 0
            behind[place, 1, 2, at] += focal + reference > 0
            behind[place, 2, 0, at] += (focal > 0) & is_all_focal
            behind[place, 2, 1, at] += (reference > 0) & is_all_reference
            behind[place, 2, 2, at] += (focal + reference > 0) & is_all_focal & is_all_reference


@compiled
def moved(met: Met, kinds: Kinds, window: int, sums: Wide, often: Whole) -> tuple[Wide, Narrow]:
    """By how much the ratio of focal to reference is another without each teacher who was met more often, of places
    where these are `often` so many, 0 where it is not asked: 1 exactly where the teacher adds nothing. Also the place
    of each. `sums`: by place, those had and those known, by side.
    """
    half = met.counts.shape[1] // 2
    wide = kinds.many * half
    found, places, teachers = np.empty((often.sum(), wide)), np.empty(often.sum(), np.int32), 0
    total, known, had = np.zeros(2 * half, np.int32), np.zeros((2, wide), np.int32), np.zeros((2, wide), np.int32)
    for teacher in range(len(met.teachers) - 1):
        place = met.place[met.teachers[teacher]]
        if often[place]:
            many, is_known, having = _answers(met, kinds, teacher, window)
            if many > 1 and is_known:
                _sum_up(met, kinds, teacher, window, having, total, known, had)
                for at in range(wide):
                    focal, reference = sums[place, 1, 0, at], sums[place, 1, 1, at]
                    left = (focal - known[0, at]) * reference
                    found[teachers, at] = focal * (reference - known[1, at]) / left
                _without_having(kinds, having, had, sums, place, found, teachers)
                places[teachers] = place
                teachers += 1
    return found, places


@inlined
def _without_having(kinds: Kinds, having: int, had: Narrow, sums: Wide, place: int, found: Wide, teacher: int) -> None:
    half, bits = had.shape[1] // kinds.many, having
    while bits:
        start = kinds.lowest[bits] * half
        bits &= bits - 1
        for at in range(start, start + half):
            focal, reference = sums[place, 0, 0, at], sums[place, 0, 1, at]
            left = focal * (reference - had[1, at])
            found[teacher, at] *= (focal - had[0, at]) * reference / left


@compiled
def squares_at(rows: Wide, places: Narrow, many: int) -> tuple[Wide, Wide]:
    """Sums of rows, and of their squares, at each of so many places."""
    total, squares = np.zeros((many, rows.shape[1])), np.zeros((many, rows.shape[1]))
    for row in range(len(rows)):
        place = places[row]
        for at in range(rows.shape[1]):
            total[place, at] += rows[row, at]
            squares[place, at] += rows[row, at] * rows[row, at]
    return total, squares
