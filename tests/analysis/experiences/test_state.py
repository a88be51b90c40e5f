"""The state's experiences are the sums of its districts', and its gaps split between districts, schools and within."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.audience import AGENCY, DISTRICTS, EVERYBODY, for_each_audience
from monitoring.analysis.experiences.parts import IS_DISTRICT, KEY, parts_for_others
from monitoring.analysis.experiences.protection import for_others
from monitoring.analysis.experiences.ratios import FAVORABLE
from monitoring.analysis.experiences.report import report_of
from monitoring.analysis.experiences.state import COUNTS, COVERAGE, FEWEST, PARTS, of_few, state_of, without_hidden
from tests.analysis.experiences.states import YEAR, cohort, years_of
from tests.analysis.experiences.states import state_of as files_at_random
from tests.analysis.people.sent import ONE, OTHER

SIDES = ("focal", "reference")


def reports(seed: int) -> pl.DataFrame:
    """As if no more were asked about than is known: of most of these experiences nothing is."""
    files = files_at_random(seed)
    both = pl.concat(report_of(cohort(files, code), years_of(files), school_year=YEAR) for code in (ONE, OTHER))
    return both.with_columns(pl.col(f"{side}_known").alias(f"{side}_asked") for side in SIDES)


def key_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)


def added_up(report: pl.DataFrame) -> dict[tuple[Any, ...], dict[str, int]]:
    """Of the districts' rows, number by number."""
    found: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in report.iter_rows(named=True):
        if row["org_code"] in (ONE, OTHER):
            for name in (*(f"{side}_{count}" for side in SIDES for count in COUNTS), *COVERAGE):
                found[key_of(row)][name] += row[name]
            for side in SIDES:
                found[key_of(row)][f"{side}_districts"] += row[f"{side}_known"] > 0
    return found


Pair = tuple[int, int]
Sides = dict[str, Pair]


def amounts(row: dict[str, Any]) -> Sides:
    """Of each side the adverse outcomes, and experiences known."""
    pairs = {side: (row[f"{side}_having"], row[f"{side}_known"]) for side in SIDES}
    is_turned = row["category_id"] in FAVORABLE
    return {side: (known - having if is_turned else having, known) for side, (having, known) in pairs.items()}


def units_of(rows: list[dict[str, Any]]) -> list[list[Sides]]:
    """The schools of each district, and what it has beside them."""
    found = []
    for code in (ONE, OTHER):
        schools = [amounts(row) for row in rows if row["org_code"][:4] == code[:4] and row["org_code"] != code]
        whole = next(amounts(row) for row in rows if row["org_code"] == code)
        left = {side: _less(whole[side], [one[side] for one in schools]) for side in SIDES}
        found.append([*schools, left])
    return found


def slow_parts(rows: list[dict[str, Any]]) -> dict[str, Fraction]:
    """The formulas of metrics D6, twice, in fractions."""
    districts = units_of(rows)
    state = _of_all([one for some in districts for one in some])
    parts = dict.fromkeys(PARTS, Fraction(0))
    for some in districts:
        district = _of_all(some)
        if not _many(district):
            continue
        parts["between_districts"] += _more(district, state) * (_rate(district) - _rate(state))
        for one in filter(_many, some):
            parts["between_schools"] += _more(one, state) * (_rate(one) - _rate(district))
            for side, sign in (("focal", 1), ("reference", -1)):
                if one[side][1]:
                    share = Fraction(one[side][1], state[side][1])
                    parts["within_schools"] += sign * share * (Fraction(*one[side]) - _rate(one))
    return parts


def _of_all(units: list[Sides]) -> Sides:
    return {side: _sum([one[side] for one in units]) for side in SIDES}


def _many(unit: Sides) -> int:
    return sum(known for _, known in unit.values())


def _more(unit: Sides, whole: Sides) -> Fraction:
    """The group's share that is here, less that of the others."""
    focal, reference = (Fraction(unit[side][1], whole[side][1]) for side in SIDES)
    return focal - reference


def _rate(unit: Sides) -> Fraction:
    return Fraction(*_sum(list(unit.values())))


def _sum(pairs: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(one for one, _ in pairs), sum(one for _, one in pairs)


def _less(whole: tuple[int, int], others: list[tuple[int, int]]) -> tuple[int, int]:
    having, known = _sum(others)
    return whole[0] - having, whole[1] - known


@pytest.mark.parametrize("seed", range(2))
def test_the_state_is_what_its_districts_add_up_to_and_its_gap_the_parts_of_the_definition(seed: int) -> None:
    report = reports(seed)
    found = {key_of(row): row for row in state_of(report).iter_rows(named=True)}
    wanted = added_up(report)
    assert found.keys() == wanted.keys()
    rows: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in report.iter_rows(named=True):
        rows[key_of(row)].append(row)
    compared = 0
    for key, sums in wanted.items():
        row = found[key]
        assert {name: row[name] for name in sums} == sums
        if row["gap"] is None:
            assert row["gap_reason"] in ("one_side", "zero_denominator")
            continue
        compared += 1
        parts = slow_parts(rows[key])
        assert [row[name] for name in PARTS] == pytest.approx([float(parts[name]) for name in PARTS], abs=1e-12)
        assert sum(parts.values()) == pytest.approx(row["gap"], abs=1e-12)
        sign = -1 if row["category_id"] in FAVORABLE else 1
        rates = [Fraction(sums[f"{side}_having"], sums[f"{side}_known"]) for side in SIDES]
        assert row["gap"] == pytest.approx(sign * float(rates[0] - rates[1]), abs=1e-12)
        if rates[1]:
            assert row["ratio"] == pytest.approx(float(rates[0] / rates[1]))
            assert row["is_gap"] is (None if sign < 0 else rates[0] / rates[1] >= Fraction(3, 2))
    assert compared > 50


def test_where_too_much_is_missing_of_all_districts_together_there_is_no_gap() -> None:
    rows = reports(0)
    whole = state_of(rows).drop_nulls("gap")
    asked = rows.with_columns(focal_asked=pl.col("focal_known") * 2)
    found = state_of(asked).join(whole, on=KEY, how="semi")
    assert found.height == whole.height > 50
    told = found.select("ratio", "gap", *PARTS, "reason", "gap_reason").unique().rows()
    assert told == [(None,) * (2 + len(PARTS)) + ("too_many_missing",) * 2]


@pytest.mark.parametrize(("districts", "sums", "parts"), [(2, False, False), (3, True, False), (12, True, True)])
def test_districts_see_sums_of_three_of_them_and_parts_of_twelve(districts: int, sums: bool, parts: bool) -> None:
    rows = state_of(reports(0)).drop_nulls("gap").head(1)
    rows = rows.with_columns(pl.lit(districts, pl.UInt32).alias(f"{side}_districts") for side in SIDES)
    seen = for_each_audience(rows.with_columns(FEWEST), *of_few())
    row = seen.filter(pl.col("seen_by").is_in([EVERYBODY, DISTRICTS])).row(0, named=True)
    figures = [f"{side}_{name}" for side in SIDES for name in (*COUNTS, "rate", "weighted_rate")]
    assert {row[name] is not None for name in figures} == {sums}
    assert {row[name] is not None for name in ("gap", *PARTS)} == {parts}
    if not sums:
        told = {name for name, value in row.items() if value is not None}
        assert told == {*KEY, "focal_districts", "reference_districts", "fewest", "reason", "gap_reason", "seen_by"}
    whole = seen.filter(pl.col("seen_by").is_in([EVERYBODY, AGENCY])).row(0, named=True)
    assert {name: whole[name] for name in rows.columns} == rows.row(0, named=True)


@pytest.mark.parametrize("others", ["shown", "away"])
def test_of_two_districts_or_one_the_agency_sees_no_sum_that_tells_a_hidden_one(others: str) -> None:
    report = reports(1)
    report = report if others == "shown" else report.filter(pl.col("org_code").str.starts_with(ONE[:4]))
    codes = (ONE, OTHER) if others == "shown" else (ONE,)
    shared = for_others(report).filter(IS_DISTRICT)
    parts = [parts_for_others(report.filter(pl.col("org_code").str.starts_with(code[:4]))) for code in codes]
    whole = {key_of(row): row for row in state_of(report).iter_rows(named=True)}
    found = list(without_hidden(state_of(report), report, shared, pl.concat(parts)).iter_rows(named=True))
    assert [key_of(row) for row in found] == list(whole)
    hidden = {key_of(row) for row in shared.iter_rows(named=True) if row["reason"] == "suppressed"}
    split = {key_of(row) for one in parts for row in one.iter_rows(named=True) if row["reason"] == "suppressed"}
    assert 0 < len(hidden) <= len(split) < len(found)
    figures = [f"{side}_{name}" for side in SIDES for name in (*COUNTS, "rate", "weighted_rate")]
    figures += ["ratio", "weighted_ratio", "is_gap", *COVERAGE]
    twice = [f"{side}_{name}" for side in SIDES for name in ("twice", "twice_known")]
    of_districts = report.filter(IS_DISTRICT).iter_rows(named=True)
    rare = {key_of(row) for row in of_districts if min(row[f"{side}_twice_known"] for side in SIDES) < 6}
    assert 0 < len(rare - hidden) < len(found)
    for row in found:
        key, as_it_is = key_of(row), whole[key_of(row)]
        nothing = {"reason": "suppressed"} | dict.fromkeys(figures) if key in hidden else {}
        no_split = {"gap_reason": "suppressed"} | dict.fromkeys(("gap", *PARTS)) if key in hidden | split else {}
        no_twice = dict.fromkeys(twice) if key in rare else {}
        assert row == as_it_is | nothing | no_split | no_twice


def test_of_three_districts_a_sum_is_shown_whoever_of_them_is_hidden() -> None:
    report = reports(1)
    third = report.filter(pl.col("org_code").str.starts_with(ONE[:4])).with_columns(
        org_code="9999" + pl.col("org_code").str.tail(4)
    )
    three = pl.concat([report, third])
    shared = for_others(three).filter(IS_DISTRICT)
    parts = parts_for_others(report)
    met = (pl.col(f"{side}_districts") == 3 for side in SIDES)
    seen = without_hidden(state_of(three), three, shared, parts).filter(*met)
    assert not seen.is_empty()
    assert seen.equals(state_of(three).filter(*(pl.col(f"{side}_districts") == 3 for side in SIDES)))
    assert not seen.join(shared.filter(reason="suppressed"), on=KEY, how="semi").is_empty()
