"""Where a gap comes from once more, slowly and obviously: plain Python, one unit after the other, exact fractions.

Applied twice by its own words: the gap of each unit is split as that of the whole was, and weighs as much as it lies in
the gap of the whole. Nothing here is shared with the implementation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

ZERO = Fraction(0)


class Row(NamedTuple):
    """Experiences of one side in one class. `units`: the district, the school and the class, or some of these."""

    key: str
    year: int
    units: tuple[str | None, ...]
    side: str
    numerator: int
    denominator: int


class Gap(NamedTuple):
    """Of one group of rows: experiences of both sides, with the category and all."""

    focal: tuple[int, int]
    reference: tuple[int, int]

    @property
    def whole(self) -> Fraction:
        (n, d), (m, e) = self.focal, self.reference
        return Fraction(n + m, d + e)

    @property
    def size(self) -> Fraction:
        return share(*self.focal) - share(*self.reference)

    @property
    def is_of_both(self) -> bool:
        return self.focal[1] > 0 and self.reference[1] > 0


def share(numerator: int, denominator: int) -> Fraction:
    return Fraction(numerator, denominator)


def amounts(rows: Sequence[Row], side: str) -> tuple[int, int]:
    mine = [row for row in rows if row.side == side]
    return sum(row.numerator for row in mine), sum(row.denominator for row in mine)


def gap_of(rows: Sequence[Row]) -> Gap:
    return Gap(amounts(rows, "focal"), amounts(rows, "reference"))


def by(rows: Sequence[Row], what: Callable[[Row], object]) -> dict[object, list[Row]]:
    """The rows with anybody, by what they have in common."""
    found: dict[object, list[Row]] = {}
    for row in rows:
        if row.denominator:
            found.setdefault(what(row), []).append(row)
    return found


def between(rows: Sequence[Row], depth: int) -> Fraction:
    """sum (w_uf - w_ur) p_u over the units of a depth, of rows on both sides."""
    whole, found = gap_of(rows), ZERO
    for some in by(rows, lambda row: row.units[depth]).values():
        unit = gap_of(some)
        weight = share(unit.focal[1], whole.focal[1]) - share(unit.reference[1], whole.reference[1])
        found += weight * unit.whole
    return found


def within(rows: Sequence[Row], depth: int) -> Fraction:
    """sum w_uf (p_uf - p_u) - w_ur (p_ur - p_u), where a side that is not there has no weight."""
    whole, found = gap_of(rows), ZERO
    for some in by(rows, lambda row: row.units[depth]).values():
        unit = gap_of(some)
        for sign, mine, all_mine in ((1, unit.focal, whole.focal), (-1, unit.reference, whole.reference)):
            if mine[1]:
                found += sign * share(mine[1], all_mine[1]) * (share(*mine) - unit.whole)
    return found


def weight_of(some: Sequence[Row], whole: Gap) -> Fraction:
    """How much of a unit's own gap lies in the gap of the whole: w_f (1 - a) + w_r a."""
    unit = gap_of(some)
    a = Fraction(unit.focal[1], unit.focal[1] + unit.reference[1])
    return share(unit.focal[1], whole.focal[1]) * (1 - a) + share(unit.reference[1], whole.reference[1]) * a


def parts(rows: Sequence[Row], depths: int, depth: int = 0) -> list[Fraction]:
    """between and within of each level, from the largest; the gap of each unit is split in turn."""
    if depth == depths:
        return []
    if not gap_of(rows).is_of_both:
        return [ZERO] * 2 * (depths - depth)
    found = [between(rows, depth), within(rows, depth)]
    smaller = [ZERO] * 2 * (depths - depth - 1)
    for some in by(rows, lambda row: row.units[depth]).values():
        weight = weight_of(some, gap_of(rows))
        smaller = [a + weight * b for a, b in zip(smaller, parts(some, depths, depth + 1), strict=True)]
    return found + smaller


def added(rows: Sequence[Row], depth: int, depths: int) -> dict[object, list[Fraction]]:
    """What each unit of a depth adds to between and within of its level and of the smaller ones."""
    whole, found = gap_of(rows), {}
    for name, some in by(rows, lambda row: row.units[: depth + 1]).items():
        unit = gap_of(some)
        larger = gap_of([row for row in rows if row.units[:depth] == some[0].units[:depth]])
        weight = share(unit.focal[1], whole.focal[1]) - share(unit.reference[1], whole.reference[1])
        own = unit.size * weight_of(some, whole) if unit.is_of_both else ZERO
        smaller = [weight_of(some, whole) * part for part in parts(some, depths, depth + 1)]
        found[name] = [weight * (unit.whole - larger.whole), own, *smaller]
    return found


class Change(NamedTuple):
    """Of one side: both rates, and what the change between them is made of."""

    before: Fraction
    after: Fraction
    rate_effect: Fraction
    mix_effect: Fraction
    in_one_year: Fraction


def change(rows: Sequence[Row], side: str, before: int, after: int) -> Change | None:
    """Kitagawa's two effects at the midpoint. A unit of one year alone has its rate in the other year too, so that all
    that it does is a change of mix; the mix is of rates as they differ from the mean of both years' rates.
    """
    years = [
        [row for row in rows if row.side == side and row.year == year and row.denominator] for year in (before, after)
    ]
    if not all(years):
        return None
    whole = [amounts(some, side) for some in years]
    rates = [share(*one) for one in whole]
    effects = [ZERO, ZERO, ZERO]
    for unit in {row.units for some in years for row in some}:
        own = [amounts([row for row in some if row.units == unit], side) for some in years]
        weights = [share(one[1], all_of[1]) for one, all_of in zip(own, whole, strict=True)]
        known = [share(*one) for one in own if one[1]]
        first, last = known[0], known[-1]
        effects[0] += (weights[0] + weights[1]) / 2 * (last - first)
        mix = (weights[1] - weights[0]) * ((first + last) / 2 - (rates[0] + rates[1]) / 2)
        effects[1 if len(known) == 2 else 2] += mix
    return Change(*rates, *effects)
