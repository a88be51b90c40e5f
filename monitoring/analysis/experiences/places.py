"""Experiences at schools and their districts, by teacher."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitoring.analysis.amounts import SCALE

from .classes import BY_ID
from .cohort import Portion
from .counts import Bytes, Seats
from .sittings import Ages, Bits, Narrow, Sittings
from .sums import Whole, firsts_of, spread

AMOUNTS = ("asked", "weighted_having", "weighted_known", "having", "known")


class Met(NamedTuple):
    """Experiences at so many `places`, in order of places and teachers. Grain: place, school of students, and a teacher
    in a class (or a part of it, as Seats have it). `teachers`: where each teacher of a place begins, and where the last
    ends. Of each row the `place`; `age`: how many years ago; sets of bits of categories; how `many`, and which `row` of
    `counts`, in columns of Sides; `share` (ten-thousandths) of those at schools, which come first.
    """

    places: int
    teachers: Whole
    place: Narrow
    age: Ages
    having: Bits
    known: Bits
    asked: Bits
    many: Bytes
    row: Narrow
    counts: NDArray[np.generic]
    share: Whole


class Kinds(NamedTuple):
    """Categories: how `many`, all their bits (`every`), and by set of bits which is the lowest in it, as a number of
    BY_ID.
    """

    many: int
    every: int
    lowest: NDArray[np.int8]


def kinds_of(bits: list[int]) -> Kinds:
    """Of categories, in order, the bit of each.

    >>> kinds_of([2, 1]).lowest.tolist()
    [-1, 1, 0, 1]
    """
    every = sum(bits)
    lowest = [bits.index(one & -one) if one else -1 for one in range(every + 1)]
    return Kinds(len(bits), every, np.array(lowest, dtype=np.int8))


KINDS = kinds_of([one.bit for one in BY_ID])


def met_at(portion: Portion, seats: Seats, sittings: Sittings) -> Met:
    """At schools, and then at districts, which are numbered on."""
    taught, first, schools = sittings.taught, sittings.classes.first, len(portion.schools)
    many = (first[1:] - first[:-1])[seats.number]
    row = np.repeat(np.arange(len(many), dtype=np.int32), many)
    of_taught, school = spread(first[seats.number], many), seats.at[row]
    places, teacher = (school, portion.district[school] + schools), taught.teacher[of_taught]
    orders = _by_teacher(teacher, places, schools + len(portion.starts))
    order, place = np.concatenate(orders), np.concatenate([one[by] for one, by in zip(places, orders, strict=True)])
    row, of_taught = row[order], of_taught[order]
    return Met(
        schools + len(portion.starts),
        np.append(firsts_of(place, teacher[order]), len(order)),
        place.astype(np.int32),
        taught.age[of_taught],
        taught.having[of_taught],
        taught.known[of_taught],
        taught.asked[of_taught],
        seats.many[row],
        row,
        seats.counts,
        taught.share[of_taught[: len(school)]],
    )


def _by_teacher(teacher: Narrow, of_places: tuple[Whole, ...], many: int) -> list[Narrow]:
    """Orders by each of these numbers of places, of which there are so many, and then by teacher."""
    from .compiled.finding import in_order

    rows = np.arange(len(teacher), dtype=np.int32)
    by_teacher = in_order(teacher, rows, int(teacher.max()) + 1 if len(teacher) else 0)
    return [in_order(place, by_teacher, many) for place in of_places]


def sums_of(met: Met, window: int, portion: Portion) -> Whole:
    """By place, AMOUNTS, side, and category (BY_ID) and comparison in one: of the last years together."""
    from .compiled.teachers import sums_at

    every, some = sums_at(met, KINDS, window, len(portion.schools))
    some = some.reshape(*some.shape[:3], len(BY_ID), -1)
    for at, of in ((0, 0), (4, 0), (2, 1)):  # all less those not asked, or not known
        some[:, at] = every[:, of, :, None] - some[:, at]
    some[:, 1:3] = SCALE * some[:, 3:] - some[:, 1:3]
    return with_districts(some.reshape(*some.shape[:3], -1), portion)


def with_districts(of_schools: Whole, portion: Portion) -> Whole:
    """By place, with the sums of districts added."""
    return np.concatenate([of_schools, np.add.reduceat(of_schools, portion.starts, axis=0)])
