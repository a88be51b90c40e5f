"""What schools add to a gap sums to it exactly, and is what it would be smaller by without what sets them apart."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from monitoring.analysis.contributions import Amounts, End, Ends

ENDS: tuple[End, ...] = ("focal", "reference")


def some_schools(chance: random.Random) -> list[Amounts]:
    """Between one and forty schools, with people in ten-thousandths."""
    sizes = [chance.randint(1, 900_000) for _ in range(chance.randint(1, 40))]
    return [Amounts(Decimal(chance.randint(0, size)) / 10_000, Decimal(size) / 10_000) for size in sizes]


def total(schools: list[Amounts]) -> Amounts:
    return sum(schools[1:], schools[0])


def state_of(seed: int) -> tuple[dict[End, list[Amounts]], Ends]:
    chance = random.Random(seed)
    schools: dict[End, list[Amounts]] = {end: some_schools(chance) for end in ENDS}
    focal, reference = (total(schools[end]) for end in ENDS)
    whole = focal + reference + total(some_schools(chance))
    return schools, Ends(focal, reference, chance.choice([None, whole]), chance.choice([True, False]))


def rate_if(schools: list[Amounts], place: int, rate: Fraction) -> Fraction:
    """An end's rate, school by school, if one of its schools had this rate."""
    counted = [Fraction(one.numerator) for one in schools]
    counted[place] = rate * Fraction(schools[place].denominator)
    return sum(counted, Fraction(0)) / Fraction(total(schools).denominator)


@pytest.mark.parametrize("seed", range(25))
def test_the_parts_of_all_schools_sum_to_the_difference_exactly(seed: int) -> None:
    schools, ends = state_of(seed)
    parts = [ends.part(end, one) for end in ENDS for one in schools[end]]
    assert sum(parts) == ends.difference
    assert ends.rest(parts) == 0
    assert ends.rest(parts[1:]) == parts[0]


@pytest.mark.parametrize("seed", range(25))
def test_a_part_is_what_the_difference_would_be_smaller_by_if_the_school_had_the_rate_of_the_middle(seed: int) -> None:
    schools, ends = state_of(seed)
    sign = -1 if ends.is_favorable else 1
    for end, other in (ENDS, ENDS[::-1]):
        kept = total(schools[other]).rate
        for place, school in enumerate(schools[end]):
            changed = rate_if(schools[end], place, ends.middle)
            then = sign * (changed - kept if end == "focal" else kept - changed)
            assert ends.part(end, school) == ends.difference - then


def test_of_a_favorable_measure_a_school_with_more_of_it_narrows_the_gap() -> None:
    ends = Ends(Amounts(Decimal(60), Decimal(100)), Amounts(Decimal(80), Decimal(100)), is_favorable=True)
    assert ends.difference == Fraction(1, 5)
    assert ends.part("focal", Amounts(Decimal(50), Decimal(50))) < 0
    assert replace(ends, is_favorable=False).difference == Fraction(-1, 5)
