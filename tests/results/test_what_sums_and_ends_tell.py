"""What sums and ends of intervals tell a district of the others, attacked: it knows its own school and how many
teachers each of the others has, and tries all whole numbers that can be counted of these.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.intervals import products, rounded_outward, with_intervals
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.title_one import FEWEST, students_with
from monitoring.results.compute import compute_results
from monitoring.results.compute_audiences import FEWEST_FOR_INTERVALS
from monitoring.results.frames import STATE, Inputs
from tests.results.small_state import inputs_of

YEAR, MEASURE, GROUP = 2022, "T_UNLICENSED", "low_income"
ENDS = ("difference_low", "difference_high", "ratio_low", "ratio_high")
SEEDS = range(3)

Numbers = tuple[int, ...]


@dataclass(frozen=True)
class Schools:
    """Of each school, each of a district of its own: teachers, and how many of them are counted."""

    teachers: Numbers
    counted: Numbers


def schools_of(quarter: int, seed: int) -> Schools:
    """Four quarters; in each no two schools have as many teachers, so that none can be taken for another."""
    chance = random.Random(seed)
    teachers = [most for _ in range(4) for most in chance.sample(range(7, 7 + max(quarter, 8)), quarter)]
    return Schools(tuple(teachers), tuple(chance.randint(1, 5) for _ in teachers))


def state_of(schools: Schools, measure: str = MEASURE, statuses: tuple[str, ...] = ()) -> Inputs:
    """The more of the group a school has, the later it comes."""
    many = len(schools.teachers)
    districts = [f"{number:04d}0000" for number in range(1, many + 1)]
    orgs = [f"{code[:4]}0001" for code in districts]
    organizations: list[Any] = [(STATE, "STATE", STATE, "", None, None, None, "")]
    organizations += [(code, "DISTRICT", code, "", None, None, None, "") for code in districts]
    organizations += [
        (org, "SCHOOL", code, "HIGH", None, None, None, status)
        for org, code, status in itertools.zip_longest(orgs, districts, statuses, fillvalue="")
    ]
    sent = [
        (YEAR, org, measure, 10_000 * n, 10_000 * d, MEASURES[measure].unit, None, "2022-agency", place + 2)
        for place, (org, n, d) in enumerate(zip(orgs, schools.counted, schools.teachers, strict=True))
    ]
    shares: list[Any] = [
        (YEAR, org, "all", 100.0, 200 + 7 * place, None, "2022-students", 2) for place, org in enumerate(orgs)
    ]
    for number, group in enumerate(GROUPS):
        shares += [
            (YEAR, org, group, 1.0 + (90 * place / many + 13 * number) % 90, None, None, "2022-students", 3)
            for place, org in enumerate(orgs)
        ]
    return inputs_of(sent, shares, organizations, [])


@cache
def gaps_of(schools: Schools) -> pl.DataFrame:
    gaps = compute_results(state_of(schools), [YEAR]).state_gaps
    return gaps.filter(measure_id=MEASURE, window="1", group_id=GROUP, method="Q", scope="state")


def possible(teachers: Numbers, counted: int) -> Iterator[Numbers]:
    """All whole numbers of teachers counted that give the sum; the last follows from the others."""
    for first in itertools.product(*(range(most + 1) for most in teachers[:-1])):
        last = counted - sum(first)
        if 0 <= last <= teachers[-1]:
            yield (*first, last)


def end_of(teachers: Numbers, every: list[Numbers], side: str) -> pl.DataFrame:
    """The sums of one end for each of these numbers, as an interval takes them."""
    units = len(teachers)
    long = pl.DataFrame(
        {
            "case": [case for case in range(len(every)) for _ in range(units)],
            "numerator": [10_000 * n for numbers in every for n in numbers],
            "denominator": [10_000 * d for d in teachers] * len(every),
        }
    )
    amounts = [pl.col("numerator", "denominator").sum(), *(one.sum() for one in products())]
    sums = long.group_by("case", maintain_order=True).agg(*amounts, schools=pl.len())
    return sums.select(pl.exclude("case").name.prefix(f"{side}_")).with_columns(
        (pl.col(f"{side}_numerator") / pl.col(f"{side}_denominator")).alias(f"{side}_rate")
    )


def intervals_of(schools: Schools, quarter: int, every: list[Numbers]) -> pl.DataFrame:
    """Ends of the interval for each of the numbers that the focal schools could have; those of the other end are told
    to the attacker, who has it easier so.
    """
    focal = end_of(schools.teachers[-quarter:], every, "focal")
    reference = end_of(schools.teachers[:quarter], [schools.counted[:quarter]], "reference")
    rates = {
        "difference": pl.col("focal_rate") - pl.col("reference_rate"),
        "ratio": pl.col("focal_rate") / pl.col("reference_rate"),
    }
    return with_intervals(focal.join(reference, how="cross").with_columns(**rates)).select(ENDS)


def that_agree(schools: Schools, quarter: int, every: list[Numbers], *, digits: bool) -> list[Numbers]:
    """The numbers with the same ends as the true ones: unrounded, or as they are told."""
    ends = intervals_of(schools, quarter, [schools.counted[-quarter:], *every])
    told = ends.select(rounded_outward()) if digits else ends
    near = 1e-6 if digits else 1e-12
    agrees = pl.all_horizontal((pl.col(name) - pl.col(name).first()).abs() < near for name in ENDS)
    return [numbers for numbers, is_so in zip(every, told.select(agrees).to_series()[1:], strict=True) if is_so]


def left_open(schools: Schools, quarter: int, *, digits: bool) -> list[int]:
    """Of each focal school of others, how many numbers agree with all that one of the districts there sees: one, and it
    is found.
    """
    own, *others = schools.counted[-quarter:]
    every = [(own, *rest) for rest in possible(schools.teachers[-quarter:][1:], sum(others))]
    found = that_agree(schools, quarter, every, digits=digits)
    assert schools.counted[-quarter:] in found
    return [len({numbers[place] for numbers in found}) for place in range(1, quarter)]


def moved(schools: Schools, quarter: int, chance: random.Random) -> Numbers:
    """Other numbers with the same sum, those of the first district as they are."""
    numbers = list(schools.counted[-quarter:])
    for _ in range(chance.randint(2, 6)):
        up, down = chance.sample(range(1, quarter), 2)
        if numbers[up] < schools.teachers[-quarter:][up] and numbers[down] > 0:
            numbers[up], numbers[down] = numbers[up] + 1, numbers[down] - 1
    return tuple(numbers)


def test_of_six_districts_unrounded_ends_tell_what_each_of_the_others_has() -> None:
    assert left_open(schools_of(6, 1), 6, digits=False) == [1] * 5


def test_of_six_districts_rounded_ends_tell_what_one_of_the_others_has() -> None:
    assert left_open(schools_of(6, 5), 6, digits=True) == [2, 2, 2, 1, 2]


@pytest.mark.parametrize("seed", SEEDS)
def test_of_as_many_as_districts_see_an_interval_of_what_each_has_stays_open(seed: int) -> None:
    many, chance = FEWEST_FOR_INTERVALS, random.Random(seed)
    schools = schools_of(many, seed)
    (gap,) = gaps_of(schools).iter_rows(named=True)
    assert (gap["focal_schools"], gap["fewest_districts"], gap["seen_by"]) == (many, many, "everybody")
    told = intervals_of(schools, many, [schools.counted[-many:]]).select(rounded_outward())
    assert [gap[name] for name in ENDS] == list(told.row(0))
    witnesses = that_agree(schools, many, [moved(schools, many, chance) for _ in range(5_000)], digits=True)
    assert min(len({numbers[place] for numbers in witnesses}) for place in range(1, many)) >= 3


def test_of_a_district_less_districts_see_the_difference_without_its_interval() -> None:
    gaps = gaps_of(schools_of(FEWEST_FOR_INTERVALS - 1, 1))
    agency, districts = (gaps.filter(seen_by=who).row(0, named=True) for who in ("agency", "districts"))
    assert [districts[name] for name in ENDS] == [None] * 4
    assert districts["interval_reason"] == "tells_of_few_districts"
    assert None not in [agency[name] for name in ENDS]
    assert agency["interval_reason"] is None
    kept = ("focal_rate", "difference", "ratio", "verdict", "people_to_close")
    assert [districts[name] for name in kept] == [agency[name] for name in kept]


def test_ends_are_told_to_a_tenth_of_a_point_and_never_inside() -> None:
    many = FEWEST_FOR_INTERVALS
    schools = schools_of(many, 2)
    (gap,) = gaps_of(schools).iter_rows(named=True)
    low, high, ratio_low, ratio_high = intervals_of(schools, many, [schools.counted[-many:]]).row(0)
    for told, exact, step in ((-gap["difference_low"], -low, 1000), (gap["difference_high"], high, 1000)):
        assert 0 <= told - exact < 1 / step
        assert told * step == pytest.approx(round(told * step), abs=1e-9)
    assert 0 <= ratio_low - gap["ratio_low"] < 0.01
    assert 0 <= gap["ratio_high"] - ratio_high < 0.01


def test_few_schools_numbers_solve_the_sums_of_method_e() -> None:
    """Of five districts on a side the agency's rows tell one of them what the others count, though there are more of
    these than sums: each weighs by its own students.
    """
    schools = schools_of(5, 4)
    inputs = state_of(schools, "T_OOF_80", ("SWP",) * 5 + ("NONE",) * 15)
    results = compute_results(inputs, [YEAR])
    gap = results.state_gaps.filter(measure_id="T_OOF_80", window="1", group_id=GROUP, method="E", seen_by="agency")
    sides = results.school_bands.filter(scope="title1", group_id=GROUP, band="focal").sort("org_code")
    weights = sides["enrolled"].to_list()
    others = [
        [students_with(weight, Decimal(n), Decimal(most)) for n in range(most + 1)]
        for weight, most in zip(weights[1:], schools.teachers[1:5], strict=True)
    ]
    own = students_with(weights[0], Decimal(schools.counted[0]), Decimal(schools.teachers[0]))
    left = Decimal(gap["focal_numerator"].item()) / 10_000 - own
    found = [
        numbers
        for numbers in itertools.product(*(range(most + 1) for most in schools.teachers[1:5]))
        if sum(one[n] for one, n in zip(others, numbers, strict=True)) == left
    ]
    assert found == [schools.counted[1:5]]


@pytest.mark.parametrize(("title_one", "others"), [(FEWEST - 1, FEWEST), (FEWEST, FEWEST - 1)])
def test_districts_see_method_e_of_fifty_of_them_on_each_side(title_one: int, others: int) -> None:
    def seen_by(*many: int) -> set[str]:
        every = schools_of(sum(many) // 4 + 1, 5)
        schools = Schools(every.teachers[: sum(many)], every.counted[: sum(many)])
        statuses = ("SWP",) * many[0] + ("NONE",) * many[1]
        results = compute_results(state_of(schools, "T_OOF_80", statuses), [YEAR])
        gaps = results.state_gaps.filter(measure_id="T_OOF_80", window="1", method="E")
        return set(gaps.filter(pl.col("difference").is_not_null())["seen_by"])

    assert FEWEST == 50
    assert seen_by(title_one, others) == {"agency"}
    assert seen_by(FEWEST, FEWEST) == {"everybody"}
