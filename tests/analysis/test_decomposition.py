"""Where a gap comes from: as worked by hand, as the slow implementation has it, and moved by nothing else."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.analysis.decomposition import (
    CLASS,
    DISTRICT,
    OF_ONE_DISTRICT,
    SCHOOL,
    STATEWIDE,
    contributions,
    decompose,
    parts_of,
)
from tests.analysis import slow_decomposition as slow
from tests.analysis.slow_decomposition import Row

KEYS = ["measure_id"]
TO_CLASSES = (DISTRICT, SCHOOL, CLASS)
CHAINS = (TO_CLASSES, STATEWIDE, OF_ONE_DISTRICT, (DISTRICT,))
EXACT = 1e-12


def frame_of(rows: Sequence[Row], units: Sequence[str] = STATEWIDE) -> pl.DataFrame:
    places = [row.units[TO_CLASSES.index(units[0]) :][: len(units)] for row in rows]
    texts, numbers = ("measure_id", *units, "side"), ("numerator", "denominator")
    schema = {**dict.fromkeys(texts, pl.String()), **dict.fromkeys(numbers, pl.Int64())}
    told = [
        (row.key, *place, row.side, row.numerator, row.denominator) for row, place in zip(rows, places, strict=True)
    ]
    return pl.DataFrame(told, schema=schema, orient="row")


def both(district: str, school: str, focal: tuple[int, int], reference: tuple[int, int], key: str = "A") -> list[Row]:
    """One school without classes."""
    place = (district, school, None)
    return [Row(key, 2021, place, "focal", *focal), Row(key, 2021, place, "reference", *reference)]


def split(rows: Sequence[Row], units: Sequence[str] = STATEWIDE) -> dict[str, Any]:
    return decompose(frame_of(rows, units), KEYS, units).row(0, named=True)


BY_HAND = [
    *both("a", "a1", (30, 60), (5, 10)),
    *both("a", "a2", (6, 20), (4, 30)),
    *both("b", "b1", (4, 20), (16, 160)),
]


def test_a_state_worked_by_hand() -> None:
    """Of the group 40 of 100 have it, of the others 25 of 200: a gap of 0.4 - 0.125 = 0.275. District a: 45 of 120,
    0.375, with 0.8 of the group and 0.2 of the others; b: 20 of 180, 1/9, with 0.2 and 0.8. Between districts
    0.6 x 0.375 - 0.6 / 9. Schools: a1 35 of 70, 0.5 (0.6 of the group, 0.05 of the others), a2 10 of 50, 0.2 (0.2 and
    0.15), b1 as b. Between schools 0.55 x (0.5 - 0.375) + 0.05 x (0.2 - 0.375). Within: a1 nothing, since both have
    0.5; a2 0.2 x (0.3 - 0.2) - 0.15 x (4/30 - 0.2); b1 0.2 x (0.2 - 1/9) - 0.8 x (0.1 - 1/9).
    """
    found = split(BY_HAND)
    assert (found["focal_rate"], found["reference_rate"]) == (0.4, 0.125)
    assert (found["focal_numerator"], found["focal_denominator"]) == (40, 100)
    assert (found["reference_numerator"], found["reference_denominator"]) == (25, 200)
    assert found["gap"] == 0.4 - 0.125
    assert found["between_districts"] == pytest.approx(0.225 - 0.2 / 3, abs=EXACT)
    assert found["between_schools"] == pytest.approx(0.06875 - 0.00875, abs=EXACT)
    assert found["within_schools"] == pytest.approx(0.02 + 0.01 + 0.16 / 9 + 0.08 / 9, abs=EXACT)
    assert found["within_districts"] == pytest.approx(0.275 - 0.225 + 0.2 / 3, abs=EXACT)
    assert (found["focal_reason"], found["reference_reason"], found["reason"]) == (None, None, None)


def test_what_districts_and_schools_add_worked_by_hand() -> None:
    """All of the state: 65 of 300. District a adds 0.6 x (0.375 - 65/300), b -0.6 x (1/9 - 65/300)."""
    of_districts = contributions(frame_of(BY_HAND), KEYS).rows_by_key([DISTRICT], named=True, unique=True)
    assert {name: row["between_districts"] for name, row in of_districts.items()} == pytest.approx(
        {"a": 0.6 * (0.375 - 65 / 300), "b": 0.6 * (65 / 300 - 1 / 9)}, abs=EXACT
    )
    assert of_districts["a"]["between_schools"] == pytest.approx(0.06, abs=EXACT)
    assert (of_districts["b"]["between_schools"], of_districts["a"]["focal_share"]) == (0, 0.8)
    of_schools = contributions(frame_of(BY_HAND), KEYS, by=SCHOOL).rows_by_key([SCHOOL], named=True, unique=True)
    assert {name: row["between_schools"] for name, row in of_schools.items()} == pytest.approx(
        {"a1": 0.06875, "a2": -0.00875, "b1": 0}, abs=EXACT
    )
    assert {name: row["within_schools"] for name, row in of_schools.items()} == pytest.approx(
        {"a1": 0, "a2": 0.03, "b1": 0.24 / 9}, abs=EXACT
    )
    assert "between_districts" not in of_schools["a1"]


def test_a_district_of_its_own_has_no_part_between_districts() -> None:
    """District a alone: 36 of 80 and 9 of 40, a gap of 0.225. a1 has 0.75 of the group and 0.25 of the others, a2 0.25
    and 0.75: between 0.5 x 0.5 - 0.5 x 0.2. Within a2 0.25 x (0.3 - 0.2) - 0.75 x (4/30 - 0.2).
    """
    found = split(BY_HAND[:4], OF_ONE_DISTRICT)
    assert found["gap"] == pytest.approx(0.225)
    assert found["between_schools"] == pytest.approx(0.15, abs=EXACT)
    assert found["within_schools"] == pytest.approx(0.075, abs=EXACT)
    assert "between_districts" not in found


def test_classes_split_what_is_within_schools() -> None:
    """One school, 5 of 12 and 1 of 5: class x 4 of 4 and 1 of 1, y 0 of 6 and 0 of 3, of no known class 1 of 2 and 0 of
    1. Between classes x (4/12 - 1/5) x 1, y nothing, no class (2/12 - 1/5) x 1/3. Within, no class alone: 2/12 x (1/2 -
    1/3) - 1/5 x (0 - 1/3).
    """
    rows = [
        Row("A", 2021, ("a", "a1", name), side, *amounts)
        for name, focal, reference in (("x", (4, 4), (1, 1)), ("y", (0, 6), (0, 3)), (None, (1, 2), (0, 1)))
        for side, amounts in (("focal", focal), ("reference", reference))
    ]
    found = split(rows, TO_CLASSES)
    assert (found["between_districts"], found["between_schools"]) == (0, 0)
    assert found["within_schools"] == pytest.approx(5 / 12 - 1 / 5, abs=EXACT)
    assert found["between_classes"] == pytest.approx(4 / 12 - 1 / 5 + (2 / 12 - 1 / 5) / 3, abs=EXACT)
    assert found["within_classes"] == pytest.approx(2 / 12 * (1 / 2 - 1 / 3) - 1 / 5 * (0 - 1 / 3), abs=EXACT)
    assert contributions(frame_of(rows, TO_CLASSES), KEYS, TO_CLASSES, by=CLASS).height == 3


@pytest.mark.parametrize(
    ("rows", "focal", "reference", "reason"),
    [
        (both("a", "a1", (1, 2), (0, 0)), None, "zero_denominator", "one_side"),
        (both("a", "a1", (1, 2), (0, 0))[:1], None, "zero_denominator", "one_side"),
        (both("a", "a1", (0, 0), (1, 2)), "zero_denominator", None, "one_side"),
        (both("a", "a1", (0, 0), (0, 0)), "zero_denominator", "zero_denominator", "zero_denominator"),
    ],
)
def test_where_a_side_has_nobody_there_is_no_gap_and_a_reason(
    rows: list[Row], focal: str | None, reference: str | None, reason: str
) -> None:
    found = split(rows)
    assert (found["focal_reason"], found["reference_reason"], found["reason"]) == (focal, reference, reason)
    assert (found["focal_rate"], found["reference_rate"]) == (None if focal else 0.5, None if reference else 0.5)
    assert [found[name] for name in ("gap", *parts_of(), "within_districts")] == [None] * 5
    listed = contributions(frame_of(rows), KEYS)
    assert listed.height == (0 if reason == "zero_denominator" else 1)
    assert listed.select(*parts_of(), "within_districts").null_count().row(0) == (listed.height,) * 4


places = st.tuples(st.sampled_from("ab"), st.sampled_from(["1", "2", "3", None]), st.sampled_from(["x", "y", None]))
sizes = st.one_of(st.integers(0, 3), st.integers(0, 40), st.integers(10**12, 10**15))


@st.composite
def states(draw: st.DrawFn) -> list[Row]:
    """Few units, and of these some on one side only, some with nobody, and some that are huge beside others."""
    rows = []
    for key, place, side in draw(
        st.lists(
            st.tuples(st.sampled_from("AB"), places, st.sampled_from(["focal", "reference"])), min_size=1, max_size=24
        )
    ):
        denominator = draw(sizes)
        numerator = draw(st.one_of(st.integers(0, denominator), st.sampled_from([0, denominator])))
        district, school, name = place
        rows.append(Row(key, 2021, (district, school and f"{district}{school}", name), side, numerator, denominator))
    return rows


def cut(rows: Sequence[Row], units: Sequence[str]) -> list[Row]:
    """The same with the units of a chain alone."""
    start = TO_CLASSES.index(units[0])
    return [row._replace(units=row.units[start : start + len(units)]) for row in rows]


def names_of(units: Sequence[str]) -> list[str]:
    plural = {DISTRICT: "districts", SCHOOL: "schools", CLASS: "classes"}
    return [f"{part}_{plural[unit]}" for unit in units for part in ("between", "within")]


def near(expected: Sequence[Fraction]) -> Any:
    return pytest.approx([float(one) for one in expected], rel=0, abs=EXACT)


@given(states(), st.sampled_from(CHAINS))
@settings(max_examples=200)
def test_parts_are_those_of_the_definition_and_make_up_the_gap(rows: list[Row], units: tuple[str, ...]) -> None:
    found = decompose(frame_of(rows, units), KEYS, units)
    assert found[KEYS[0]].to_list() == sorted({row.key for row in rows})
    for row in found.iter_rows(named=True):
        mine = cut([one for one in rows if one.key == row["measure_id"]], units)
        gap = slow.gap_of(mine)
        assert (row["focal_numerator"], row["focal_denominator"]) == gap.focal
        assert (row["reference_numerator"], row["reference_denominator"]) == gap.reference
        if not gap.is_of_both:
            assert row["reason"] == ("one_side" if gap.focal[1] or gap.reference[1] else "zero_denominator")
            continue
        assert row["gap"] == pytest.approx(float(gap.size), abs=EXACT)
        assert [row[name] for name in names_of(units)] == near(slow.parts(mine, len(units)))
        assert sum(row[name] for name in parts_of(units)) == pytest.approx(row["gap"], rel=0, abs=EXACT)


@given(states(), st.sampled_from(CHAINS), st.integers(0, 2))
@settings(max_examples=150)
def test_what_units_add_is_that_of_the_definition_and_makes_up_each_part(
    rows: list[Row], units: tuple[str, ...], depth: int
) -> None:
    depth = min(depth, len(units) - 1)
    frame = frame_of(rows, units)
    found = contributions(frame, KEYS, units, by=units[depth])
    names, whole = names_of(units[depth:]), decompose(frame, KEYS, units)
    assert found.select(KEYS[0], *units[: depth + 1]).rows() == sorted(
        {(row.key, *row.units[: depth + 1]) for row in cut(rows, units) if row.denominator},
        key=lambda row: [(name is not None, name or "") for name in row],
    )
    for key, gap, *parts in whole.select(*KEYS, "gap", *names).iter_rows():
        mine = cut([one for one in rows if one.key == key], units)
        listed = found.filter(measure_id=key)
        if gap is None:
            assert listed.select(names).null_count().row(0) == (listed.height,) * len(names)
            continue
        expected = slow.added(mine, depth, len(units))
        for row in listed.iter_rows(named=True):
            place = tuple(row[unit] for unit in units[: depth + 1])
            assert [row[name] for name in names] == near(expected[place])
        assert [listed[name].sum() for name in names] == pytest.approx(parts, rel=0, abs=EXACT)


@given(states())
@settings(max_examples=50)
def test_twice_as_many_of_all_change_nothing(rows: list[Row]) -> None:
    twice = [row._replace(numerator=2 * row.numerator, denominator=2 * row.denominator) for row in rows]
    kept = pl.exclude("^.*_(numerator|denominator)$")
    for function in (decompose, contributions):
        assert function(frame_of(twice), KEYS).select(kept).equals(function(frame_of(rows), KEYS).select(kept))


@given(states())
@settings(max_examples=50)
def test_with_sides_exchanged_every_sign_is_the_other(rows: list[Row]) -> None:
    other = {"focal": "reference", "reference": "focal"}
    turned = decompose(frame_of([row._replace(side=other[row.side]) for row in rows]), KEYS)
    named = ["gap", *parts_of(), "within_districts"]
    assert turned.select(-pl.col(named)).equals(decompose(frame_of(rows), KEYS).select(named))


@given(states(), st.randoms())
@settings(max_examples=50)
def test_the_order_of_rows_changes_no_byte(rows: list[Row], chance: random.Random) -> None:
    shuffled = chance.sample(rows, len(rows))
    for units in (TO_CLASSES, STATEWIDE):
        for function in (decompose, contributions):
            first, again = (function(frame_of(some, units), KEYS, units) for some in (rows, shuffled))
            assert first.equals(again)


@st.composite
def schools_of_one_half(draw: st.DrawFn) -> list[Row]:
    """Schools of two districts in each of which half of all experiences have it, however many are of each side."""
    rows = []
    for number in range(draw(st.integers(1, 6))):
        n, m = draw(st.integers(0, 50)), draw(st.integers(0, 50))
        d = draw(st.integers(n, 2 * n + m))
        rows += both("ab"[number % 2], str(number), (n, d), (m, 2 * (n + m) - d))
    return rows


@given(schools_of_one_half())
@settings(max_examples=50)
def test_where_all_units_have_one_rate_all_of_the_gap_is_within(rows: list[Row]) -> None:
    for _, gap, *parts in decompose(frame_of(rows), KEYS).select(*KEYS, "gap", *parts_of()).drop_nulls().rows():
        assert parts == pytest.approx([0, 0, gap], rel=0, abs=EXACT)
    added = contributions(frame_of(rows), KEYS, by=SCHOOL)["between_schools"].drop_nulls()
    assert added.to_list() == [0] * len(added)


@given(states())
@settings(max_examples=50)
def test_where_each_school_has_one_side_nothing_is_within(rows: list[Row]) -> None:
    sided = [row for row in rows if (row.side == "focal") == (row.units[1] in ("a1", "b2"))]
    if not sided:
        return
    found = decompose(frame_of(sided), KEYS).drop_nulls("gap")
    assert found["within_schools"].to_list() == near([Fraction(0)] * found.height)


def test_a_key_may_be_null() -> None:
    frame = frame_of(BY_HAND)
    unnamed = frame.with_columns(measure_id=pl.lit(None, pl.String))
    for function in (decompose, contributions):
        assert function(unnamed, KEYS).drop(KEYS).equals(function(frame, KEYS).drop(KEYS))


def test_rows_of_one_unit_are_added_up() -> None:
    halves = [row._replace(numerator=row.numerator // 2, denominator=row.denominator // 2) for row in BY_HAND]
    even = [row._replace(numerator=row.numerator // 2 * 2) for row in BY_HAND]
    assert split([*halves, *halves]) == split(even)
