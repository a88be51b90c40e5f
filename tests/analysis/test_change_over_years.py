"""What a change is made of: as worked by hand, as the slow implementation has it, and moved by nothing else."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.analysis.change_over_years import PARTS, change_over_years, changes_of_units
from tests.analysis import slow_decomposition as slow
from tests.analysis.slow_decomposition import Row

KEYS = ["measure_id"]
SIDES = ("focal", "reference")
NAMES = ("before", "after", "change", *PARTS)
EXACT = 1e-12


def frame_of(rows: Sequence[Row]) -> pl.DataFrame:
    texts, numbers = ("measure_id", "org_code", "side"), ("school_year", "numerator", "denominator")
    schema = {**dict.fromkeys(texts, pl.String()), **dict.fromkeys(numbers, pl.Int64())}
    told = [(row.key, row.units[0], row.side, row.year, row.numerator, row.denominator) for row in rows]
    return pl.DataFrame(told, schema=schema, orient="row")


def school(name: str, side: str, before: tuple[int, int] | None, after: tuple[int, int] | None) -> list[Row]:
    years = ((2019, before), (2021, after))
    return [Row("A", year, (name,), side, *amounts) for year, amounts in years if amounts]


def change(rows: Sequence[Row]) -> pl.DataFrame:
    return change_over_years(frame_of(rows), KEYS, before=2019, after=2021)


def of_units(rows: Sequence[Row]) -> pl.DataFrame:
    return changes_of_units(frame_of(rows), KEYS, before=2019, after=2021)


def changed(rows: Sequence[Row]) -> dict[str, Any]:
    return change(rows).row(0, named=True)


GROUP = [
    *school("a", "focal", (20, 100), (45, 150)),
    *school("b", "focal", (10, 60), (6, 40)),
    *school("closed", "focal", (30, 40), None),
    *school("opened", "focal", None, (4, 10)),
]
OTHERS = [*school("a", "reference", (10, 100), (20, 100)), *school("b", "reference", (30, 100), (10, 100))]


def test_a_change_worked_by_hand() -> None:
    """60 of 200, 0.3, and 55 of 200, 0.275; the mean of both is 0.2875. Rates: a (0.5 + 0.75) / 2 x (0.3 - 0.2), b
    (0.3 + 0.2) / 2 x (0.15 - 1/6). Mix: a 0.25 x (0.25 - 0.2875), b -0.1 x (0.475/3 - 0.2875). Closed: -0.2 x (0.75 -
    0.2875); opened: 0.05 x (0.4 - 0.2875).
    """
    found = changed(GROUP)
    assert (found["focal_before"], found["focal_after"]) == (0.3, 0.275)
    assert found["focal_change"] == pytest.approx(-0.025, abs=EXACT)
    assert found["focal_rate_effect"] == pytest.approx(0.0625 - 0.25 / 60, abs=EXACT)
    assert found["focal_mix_effect"] == pytest.approx(-0.009375 + 0.1 * (0.2875 - 0.475 / 3), abs=EXACT)
    assert found["focal_in_one_year"] == pytest.approx(-0.0925 + 0.005625, abs=EXACT)
    assert (found["focal_reason"], found["reference_reason"]) == (None, "zero_denominator")
    assert (found["reason"], found["gap_change"], found["gap_rate_effect"]) == ("zero_denominator", None, None)


def test_the_gap_changes_by_the_group_less_the_others() -> None:
    """The others: 40 of 200, then 30 of 200; a half of them in each school: 0.5 x (0.2 - 0.1) + 0.5 x (0.1 - 0.3)."""
    found, alone = changed([*GROUP, *OTHERS]), changed(GROUP)
    assert found["reference_rate_effect"] == pytest.approx(-0.05, abs=EXACT)
    assert (found["reference_mix_effect"], found["reference_in_one_year"]) == (0, 0)
    assert (found["gap_before"], found["gap_after"]) == pytest.approx((0.1, 0.125))
    assert found["gap_change"] == pytest.approx(0.025, abs=EXACT)
    assert found["gap_rate_effect"] == pytest.approx(alone["focal_rate_effect"] + 0.05, abs=EXACT)
    assert [found[f"gap_{part}"] for part in PARTS[1:]] == [alone[f"focal_{part}"] for part in PARTS[1:]]
    assert found["reason"] is None


def test_what_schools_add_worked_by_hand() -> None:
    found = of_units(GROUP).rows_by_key(["org_code"], named=True, unique=True)
    told = {name: (row["rate_effect"], row["mix_effect"], row["in_one_year"]) for name, row in found.items()}
    assert told["a"] == pytest.approx((0.0625, -0.009375, 0), abs=EXACT)
    assert told["closed"] == pytest.approx((0, 0, -0.0925), abs=EXACT)
    assert told["opened"] == pytest.approx((0, 0, 0.005625), abs=EXACT)
    assert (found["closed"]["before_share"], found["closed"]["after_share"], found["closed"]["after"]) == (0.2, 0, None)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [(None, (1, 2), "too_few_years"), ((1, 2), None, "too_few_years"), ((0, 0), (0, 0), "zero_denominator")],
)
def test_where_a_side_has_nobody_in_a_year_there_is_no_change_and_a_reason(
    before: tuple[int, int] | None, after: tuple[int, int] | None, reason: str
) -> None:
    found = changed([*school("a", "focal", before, after), *OTHERS])
    assert (found["focal_reason"], found["reference_reason"], found["reason"]) == (reason, None, reason)
    assert [found[f"{whose}_{name}"] for whose in ("focal", "gap") for name in NAMES[2:]] == [None] * 8
    assert (found["focal_before"], found["focal_after"]) == (
        0.5 if before == (1, 2) else None,
        0.5 if after == (1, 2) else None,
    )
    assert found["reference_change"] == pytest.approx(-0.05)


sizes = st.one_of(st.integers(0, 3), st.integers(0, 40), st.integers(10**12, 10**15))


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """Few schools, some of one year only, with nobody in one, or huge; and a year that is not asked for."""
    rows = []
    places = st.tuples(
        st.sampled_from("AB"), st.sampled_from([2019, 2020, 2021]), st.sampled_from("abcd"), st.sampled_from(SIDES)
    )
    for key, year, name, side in draw(st.lists(places, min_size=1, max_size=30)):
        denominator = draw(sizes)
        rows.append(Row(key, year, (name,), side, draw(st.integers(0, denominator)), denominator))
    return rows


@given(histories())
@settings(max_examples=250)
def test_parts_are_those_of_the_definition_and_make_up_the_change(rows: list[Row]) -> None:
    found = change(rows)
    assert found["measure_id"].to_list() == sorted({row.key for row in rows if row.year != 2020})
    for row in found.iter_rows(named=True):
        sides = [slow.change([one for one in rows if one.key == row["measure_id"]], side, 2019, 2021) for side in SIDES]
        for side, expected in zip(SIDES, sides, strict=True):
            assert (row[f"{side}_reason"] is None) == (expected is not None)
            if expected is None:
                assert [row[f"{side}_{name}"] for name in NAMES[2:]] == [None] * 4
                continue
            told = [row[f"{side}_{name}"] for name in ("before", "after", *PARTS)]
            assert told == pytest.approx([float(one) for one in expected], rel=0, abs=EXACT)
        for whose in (*SIDES, "gap"):
            if row[f"{whose}_change"] is not None:
                total = sum(row[f"{whose}_{part}"] for part in PARTS)
                assert total == pytest.approx(row[f"{whose}_change"], rel=0, abs=EXACT)
        if None not in sides:
            gaps = [float(sides[0][at] - sides[1][at]) for at in range(5)]  # type: ignore[index]
            assert [row[f"gap_{name}"] for name in ("before", "after", *PARTS)] == pytest.approx(gaps, rel=0, abs=EXACT)


@given(histories())
@settings(max_examples=60)
def test_what_units_add_makes_up_each_part(rows: list[Row]) -> None:
    whole = change(rows)
    units = of_units(rows)
    there = {(row.key, row.side, row.units[0]) for row in rows if row.year != 2020 and row.denominator}
    assert units.select(*KEYS, "side", "org_code").rows() == sorted(there)
    for row in whole.iter_rows(named=True):
        for side in SIDES:
            listed = units.filter(measure_id=row["measure_id"], side=side)
            if row[f"{side}_change"] is None:
                assert listed.select(PARTS).null_count().row(0) == (listed.height,) * 3
            else:
                sums = [listed[part].sum() for part in PARTS]
                assert sums == pytest.approx([row[f"{side}_{part}"] for part in PARTS], rel=0, abs=EXACT)


@given(histories(), st.randoms())
@settings(max_examples=60)
def test_neither_the_order_of_rows_nor_twice_as_many_of_all_change_a_byte(
    rows: list[Row], chance: random.Random
) -> None:
    twice = [row._replace(numerator=2 * row.numerator, denominator=2 * row.denominator) for row in rows]
    first = change(rows)
    assert first.equals(change(chance.sample(rows, len(rows))))
    assert first.equals(change(twice))


@given(histories())
@settings(max_examples=60)
def test_with_sides_or_years_exchanged_every_sign_is_the_other(rows: list[Row]) -> None:
    parts = ["gap_change", *(f"gap_{part}" for part in PARTS)]
    first = change(rows).select(-pl.col(parts))
    other = dict(zip(SIDES, SIDES[::-1], strict=True))
    turned = [row._replace(side=other[row.side]) for row in rows]
    assert change(turned).select(parts).equals(first)
    back = change_over_years(frame_of(rows), KEYS, before=2021, after=2019)
    assert back.select(parts).equals(first)


@given(histories())
@settings(max_examples=60)
def test_where_rates_of_schools_stay_there_is_no_rate_effect_and_where_shares_stay_no_other(rows: list[Row]) -> None:
    rates = {"a": (0, 1), "b": (1, 4), "c": (2, 3), "d": (1, 1)}
    stayed = [
        row._replace(numerator=row.denominator * n, denominator=row.denominator * d)
        for row in rows
        for n, d in [rates[str(row.units[0])]]
    ]
    for row in change(stayed).iter_rows(named=True):
        assert row["focal_rate_effect"] in (None, 0)
    before = [row for row in rows if row.year == 2019]
    turned = [row._replace(year=2021, numerator=row.denominator - row.numerator) for row in before]
    for row in change([*before, *turned]).iter_rows(named=True):
        assert [row[f"{side}_{part}"] or 0 for side in SIDES for part in PARTS[1:]] == [0] * 4


def test_a_key_and_a_unit_may_be_null() -> None:
    rows = frame_of([*GROUP, *OTHERS])
    org = pl.when(pl.col("org_code") != "a").then("org_code")
    unnamed = rows.with_columns(measure_id=pl.lit(None, pl.String), org_code=org)
    found = change_over_years(unnamed, KEYS, before=2019, after=2021)
    assert found.drop(KEYS).equals(change([*GROUP, *OTHERS]).drop(KEYS))


def test_a_school_that_follows_another_adds_nothing_where_it_is_like_the_whole() -> None:
    """Of the whole's rate before and after: neither its coming nor the other's going moves anything."""
    rows = [*school("a", "focal", (1, 4), (1, 4)), *school("old", "focal", (5, 20), None)]
    found = changed([*rows, *school("new", "focal", None, (5, 20))])
    assert [found[f"focal_{part}"] for part in PARTS] == [0, 0, 0]
