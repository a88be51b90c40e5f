"""Intervals of ratios of experiences, teacher by teacher, and how often they hold the truth."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t

from bench.experience_coverage import (
    drawn_teachers,
    experience_table,
    judged_experiences,
    outside_experiences,
    simulate_experiences,
)
from monitoring.analysis.experiences.jackknife import ratio_intervals

Teacher = tuple[int, int, int, int]
NAMES = ("focal_having", "focal_known", "reference_having", "reference_known")


def interval_of(teachers: list[Teacher]) -> dict[str, Any]:
    rows = pl.DataFrame([dict(zip(NAMES, one, strict=True)) for one in teachers]).with_columns(of=pl.lit("a"))
    (found,) = ratio_intervals(rows, ["of"]).iter_rows(named=True)
    return found


def slow(teachers: list[Teacher]) -> tuple[float, float] | None:
    """Leaves out one teacher after the other; None: no interval."""
    known = [one for one in teachers if one[1] + one[3]]
    has = [one for one in known if one[0] + one[2]]
    has_not = [one for one in known if one[0] + one[2] < one[1] + one[3]]
    if len(has) < 5 or len(has_not) < 5 or len(known) < 20:
        return None

    def log_ratio(some: list[Teacher]) -> float | None:
        a, b, c, d = (sum(one[place] for one in some) for place in range(4))
        return math.log(a / b) - math.log(c / d) if a and b and c and d else None

    left = [log_ratio(known[:place] + known[place + 1 :]) for place in range(len(known))]
    told = [one for one in left if one is not None]
    if len(told) < len(left):
        return None
    mean, many = sum(told) / len(told), len(told)
    variance = (many - 1) / many * sum((one - mean) ** 2 for one in told)
    middle, half = log_ratio(known), t.ppf(0.975, many - 1) * math.sqrt(variance)
    return (math.exp((middle or 0) - half), math.exp((middle or 0) + half)) if variance > 1e-20 else None


def drawn(chance: random.Random) -> list[Teacher]:
    made = []
    for _ in range(chance.choice([4, 12, 19, 20, 25, 30])):
        focal, reference = chance.randint(0, 30), chance.randint(0, 30)
        share = chance.choice([0, 0, 1, chance.random()])
        made.append((round(focal * share), focal, round(reference * share), reference))
    return made


@given(st.integers(0, 2**32).map(random.Random).map(drawn))
@settings(max_examples=200, deadline=None)
def test_intervals_are_those_of_leaving_out_each_teacher(teachers: list[Teacher]) -> None:
    if not any(one[1] + one[3] for one in teachers):
        return
    found, expected = interval_of(teachers), slow(teachers)
    assert (found["ratio_low"] is None) == (expected is None) == (found["interval_reason"] is not None)
    if expected:
        assert (found["ratio_low"], found["ratio_high"]) == pytest.approx(expected, rel=1e-9)


def test_thousands_of_experiences_with_four_such_teachers_rest_on_few() -> None:
    four = [(900, 1000, 300, 1000)] * 4 + [(0, 1000, 0, 1000)] * 40
    assert interval_of(four)["interval_reason"] == "few_teachers"
    assert interval_of([*four, (800, 1000, 500, 1000)])["interval_reason"] is None


def test_where_one_teacher_is_all_that_a_side_met_there_is_no_interval() -> None:
    alone = [(5, 10, 0, 10)] * 8 + [(5, 10, 1, 10)] + [(0, 10, 0, 10)] * 19
    assert interval_of(alone)["interval_reason"] == "few_teachers"


def test_nineteen_teachers_are_few() -> None:
    some = [(9, 10, 4, 10), (8, 10, 5, 10)] * 3 + [(0, 10, 0, 10)] * 13
    assert interval_of(some)["interval_reason"] == "few_teachers"
    assert interval_of([*some, (0, 10, 0, 10)])["interval_reason"] is None


def test_teachers_who_are_all_alike_tell_nothing_of_chance() -> None:
    assert interval_of([(5, 10, 5, 10)] * 20)["interval_reason"] == "teachers_alike"


@pytest.mark.slow
def test_where_an_interval_is_shown_it_holds_the_ratio_in_92_to_98_of_100_draws() -> None:
    judged = judged_experiences(simulate_experiences(draws=1500, seed=7))
    assert outside_experiences(judged).rows() == []
    assert set(judged["teachers"]) >= {20, 40, 100, 300}
    assert judged.height > 30


def test_experiences_drawn_one_by_one_would_miss() -> None:
    """What is drawn is hard enough: intervals that take experiences for independent hold the ratio far less often."""
    rows, truth = drawn_teachers(np.random.default_rng(7), (500, 100), 0.1, 0.0, 0.5)
    sums = (
        rows.group_by("draw", maintain_order=True)
        .agg(pl.col(NAMES).sum().cast(pl.Float64))
        .filter(pl.col(NAMES[2]) > 0)
    )
    a, b, c, d = (pl.col(name) for name in NAMES)
    half = 1.96 * (1 / a - 1 / b + 1 / c - 1 / d).sqrt()
    far = ((a / b).log() - (c / d).log() - pl.Series(truth).log()).abs()
    assert sums.height == 500
    assert sums.select((far <= half).mean()).item() < 0.7


def test_the_table_of_coverage_has_a_line_for_each_number_of_teachers_and_the_same_seed_draws_the_same() -> None:
    cells, again = (simulate_experiences(draws=20, seed=3) for _ in range(2))
    assert cells.equals(again)
    assert [line.split("|")[1].strip() for line in experience_table(cells)[2:-2]] == ["10", "20", "40", "100", "300"]
