"""Intervals are those of the definition, and are shown just where the rule lets them be."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.intervals import products, rounded_outward, with_intervals
from tests.analysis import slow_intervals as slow

SCALE = 10_000


def end(chance: random.Random) -> list[tuple[Fraction, Fraction]]:
    """Some schools, alike or not, in quarters of a person."""
    schools = chance.choice((1, 1, 2, 5, 6, 7, 12, 40))
    rate, spread = chance.choice((0.0, 0.02, 0.3, 0.9, 1.0)), chance.choice((0.0, 0.1))
    found = []
    for _ in range(schools):
        d = chance.randint(4, 200)
        own = min(max(rate + chance.uniform(-spread, spread), 0), 1)
        found.append((Fraction(round(own * d), 4), Fraction(d, 4)))
    return found


def sums(name: str, schools: list[tuple[Fraction, Fraction]]) -> dict[str, Any]:
    amounts = [(int(n * SCALE), int(d * SCALE)) for n, d in schools]
    frame = pl.DataFrame(amounts, schema={"numerator": pl.Int64, "denominator": pl.Int64}, orient="row")
    row = frame.select("numerator", "denominator", *products()).sum().row(0, named=True)
    return {
        f"{name}_{key}": value
        for key, value in {**row, "schools": len(schools), "rate": float(slow.rate(schools))}.items()
    }


def compared(focal: list[tuple[Fraction, Fraction]], reference: list[tuple[Fraction, Fraction]]) -> dict[str, Any]:
    rates = slow.rate(focal), slow.rate(reference)
    statistics = {
        "difference": float(rates[0] - rates[1]),
        "ratio": float(rates[0] / rates[1]) if rates[1] else None,
    }
    return {**sums("focal", focal), **sums("reference", reference), **statistics}


def frame_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None).cast({"ratio": pl.Float64})


def test_intervals_and_reasons_are_those_of_the_definition() -> None:
    chance, seen = random.Random(1), Counter[tuple[str | None, bool]]()
    drawn = [(end(chance), end(chance)) for _ in range(600)]
    given = with_intervals(frame_of([compared(focal, reference) for focal, reference in drawn]))
    for (focal, reference), found in zip(drawn, given.iter_rows(named=True), strict=True):
        expected = slow.intervals(focal, reference)
        assert found["interval_reason"] == expected.reason
        for name, ends in (("difference", expected.difference), ("ratio", expected.ratio)):
            shown = (found[f"{name}_low"], found[f"{name}_high"])
            assert shown == ((None, None) if ends is None else pytest.approx(ends, rel=1e-9, abs=1e-9)), name
        seen[expected.reason, len(focal) == len(reference) == 1] += 1
    assert {reason for reason, _ in seen} == {None, "few_units", "few_expected", "in_few_units", "units_alike"}
    assert min(seen[None, True], seen[None, False]) > 5


def test_an_interval_is_the_same_to_the_last_bit_alone_and_among_others() -> None:
    chance = random.Random(2)
    rows = frame_of([compared(end(chance), end(chance)) for _ in range(120)])
    alone = pl.concat([with_intervals(rows[at : at + 1]) for at in range(rows.height)])
    assert with_intervals(rows).equals(alone)
    assert with_intervals(rows.reverse()).reverse().equals(alone)


def test_where_nothing_is_compared_there_is_neither_an_interval_nor_a_reason() -> None:
    schools = [(Fraction(3), Fraction(20))] * 5 + [(Fraction(4), Fraction(20))] * 5
    row = {**sums("focal", schools), **sums("reference", schools), "difference": None, "ratio": None}
    found = with_intervals(pl.DataFrame([row]).cast({"difference": pl.Float64, "ratio": pl.Float64}))
    names = ("interval_reason", "difference_low", "difference_high", "ratio_low", "ratio_high")
    assert found.select(names).row(0) == (None,) * 5


def test_ends_that_are_tenths_of_a_point_or_hundredths_of_a_ratio_stay_and_others_go_outward() -> None:
    names = ("difference_low", "difference_high", "ratio_low", "ratio_high")
    exact = pl.DataFrame(
        [(n / 1000, n / 1000, n / 100, n / 100) for n in range(-1000, 1001)], schema=names, orient="row"
    )
    assert exact.select(rounded_outward()).equals(exact)
    near = {"difference": 0.0004, "ratio": 0.004}
    inside = exact.select(
        (pl.col(name) + near[name.split("_")[0]] * (1 if name.endswith("low") else -1)).alias(name) for name in names
    )
    assert inside.select(rounded_outward()).equals(exact)
