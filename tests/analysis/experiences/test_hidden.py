"""What others than the district see of random reports is what the rule leaves, asked person by person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.experiences.parts import PARTS, parts_for_others, parts_of_report
from monitoring.analysis.experiences.protection import for_a_school, for_others
from monitoring.analysis.experiences.report import ROW, report_of
from tests.analysis.experiences.hidden import (
    DISTRICT,
    SCHOOLS,
    SIDES,
    YEAR,
    Counted,
    World,
    behind,
    counted,
    left,
    world_of,
)

SEEDS = range(16)
OWN = SCHOOLS[0]
TWICE = tuple(f"{side}_{name}" for side in SIDES for name in ("twice", "twice_known"))
Row = dict[str, Any]


def places_of(code: str) -> tuple[str, ...]:
    return (*SCHOOLS, DISTRICT) if code == DISTRICT else (code,)


def number_of(row: Row) -> tuple[str, str, int]:
    return row["category_id"], row["group_id"], row["window"]


def seen(row: Row, *judged: Counted) -> Row:
    """The row as it is to be seen, where each of these is to be protected."""
    if any(one.is_small for one in judged):
        return {name: row[name] if name in ROW else None for name in row} | {"reason": "suppressed"}
    return row | (dict.fromkeys(TWICE) if any(one.is_rare for one in judged) else {})


def pairs(report: pl.DataFrame, shown: pl.DataFrame) -> Iterator[tuple[Row, Row]]:
    assert report.select(ROW).equals(shown.select(ROW))
    return zip(report.iter_rows(named=True), shown.iter_rows(named=True), strict=True)


@pytest.fixture(scope="module", params=SEEDS)
def world(request: pytest.FixtureRequest) -> World:
    return world_of(request.param)


@pytest.fixture(scope="module")
def report(world: World) -> pl.DataFrame:
    return report_of(world.cohort, world.years, school_year=YEAR)


def test_a_row_is_hidden_where_few_persons_stand_behind_it_and_nowhere_else(world: World, report: pl.DataFrame) -> None:
    for row, shown in pairs(report, for_others(report)):
        of = counted(behind(world, places_of(row["org_code"]), *number_of(row)))
        assert shown == seen(row, of), (row["org_code"], number_of(row))


def test_whoever_leads_a_school_sees_of_the_district_what_leaves_enough_of_the_others(
    world: World, report: pl.DataFrame
) -> None:
    whole, own = report.filter(org_code=DISTRICT), report.filter(org_code=OWN)
    for row, shown in pairs(whole, for_a_school(whole, own)):
        all_of_it, theirs = (behind(world, places_of(code), *number_of(row)) for code in (DISTRICT, OWN))
        is_anybody_left = any(all_of_it[side].everybody - theirs[side].everybody for side in SIDES)
        judged = [counted(all_of_it), *([left(all_of_it, theirs)] if is_anybody_left else [])]
        assert shown == seen(row, *judged), number_of(row)
        others = counted(behind(world, [one for one in places_of(DISTRICT) if one != OWN], *number_of(row)))
        assert not (is_anybody_left and others.is_small) or shown["ratio"] is None


def test_parts_of_a_gap_are_hidden_where_a_unit_with_any_experience_is_small(
    world: World, report: pl.DataFrame
) -> None:
    shown = parts_for_others(report)
    for whole, row in zip(parts_of_report(report).iter_rows(named=True), shown.iter_rows(named=True), strict=True):
        of_schools = [behind(world, [code], *number_of(row)) for code in SCHOOLS]
        all_of_it, office = (behind(world, places, *number_of(row)) for places in (places_of(DISTRICT), [DISTRICT]))
        judged = [counted(one) for one in (all_of_it, *of_schools) if any(side.known for side in one.values())]
        if any(side.known for side in office.values()):
            judged += [counted(office), left(all_of_it, *of_schools)]
        is_hidden = any(one.is_small for one in judged)
        nothing = dict.fromkeys(("gap", *PARTS)) | {"reason": "suppressed"}
        assert row == (whole | nothing if is_hidden else whole), number_of(row)


def test_in_some_of_these_reports_some_is_shown_and_some_is_hidden_of_each_kind() -> None:
    found = {"rows": 0, "parts": 0, "beside": 0, "twice": 0}
    for seed in SEEDS:
        one = world_of(seed)
        report = report_of(one.cohort, one.years, school_year=YEAR)
        whole, own = report.filter(org_code=DISTRICT), report.filter(org_code=OWN)
        for name, rows in (
            ("rows", for_others(report)),
            ("parts", parts_for_others(report)),
            ("beside", for_a_school(whole, own)),
        ):
            hidden = rows.filter(reason="suppressed").height
            found[name] += 0 < hidden < rows.height
        found["twice"] += for_others(report).filter(pl.col("reason").is_null())["focal_twice"].is_null().any()
    assert min(found.values()) > 0, found
