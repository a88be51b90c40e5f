"""Districts and the state where some years are published and others computed from persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from monitoring.analysis.cuts import STATEWIDE
from monitoring.results.compute_audiences import parts_of_the_state
from monitoring.results.compute_bands import school_bands, school_shares
from monitoring.results.compute_sums import sum_up
from monitoring.results.compute_values import Levels, school_rows
from monitoring.results.frames import COUNTED, ORGANIZATIONS, SHARES, WITHHELD, Inputs
from monitoring.results.pooling import pool

YEAR, DISTRICTS = 2025, [f"{number:04d}0000" for number in range(1, 5)]
Row = tuple[object, ...]
SUMMED: dict[str, Any] = {
    "school_year": pl.Int16,
    **dict.fromkeys(("org_code", "measure_id", "window"), pl.String),
    **dict.fromkeys(("numerator", "denominator", "people_known", "people_missing"), pl.Int64),
    "reason": pl.String,
    "years_used": pl.List(pl.Int16),
    "sources": pl.List(pl.String),
    "source_rows": pl.List(pl.UInt32),
}


def schools_of(district: str) -> list[str]:
    return [f"{district[:4]}0001", f"{district[:4]}0002"]


def published(year: int, org: str, numerator: int, denominator: int, measure: str = "T_TURN") -> Row:
    return (year, org, measure, numerator, denominator, "HEADCOUNT", None, f"published {year}", 2, None, None)


def counted(year: int, district: str) -> tuple[list[Row], Row]:
    """Two schools with fifty teachers each, of whom one leaves; the rows of schools and district, and the state's."""
    ends = ("HEADCOUNT", None, f"set {district} {year}", None)
    rows: list[Row] = [(year, one, "T_TURN", 10_000, 500_000, *ends, 500_000, 0) for one in schools_of(district)]
    whole = (year, district, "T_TURN", 20_000, 1_000_000, *ends, 1_000_000, 0)
    return [*rows, whole], whole


def inputs_of(rows: list[Row], parts: list[Row], shares: Sequence[Row] = ()) -> Inputs:
    places: list[Row] = [("00000000", "STATE", "00000000", "", None, None, None, None)]
    for district in DISTRICTS:
        places.append((district, "DISTRICT", district, "", None, None, None, None))
        places += [(one, "SCHOOL", district, "ELEM", None, None, None, None) for one in schools_of(district)]
    aggregates = pl.DataFrame(rows, schema=COUNTED, orient="row")
    return Inputs(
        aggregates=aggregates,
        shares=pl.DataFrame(shares, schema=SHARES, orient="row"),
        organizations=pl.DataFrame(places, schema=ORGANIZATIONS, orient="row"),
        withheld=pl.DataFrame(schema=WITHHELD),
        present=aggregates.select("school_year", "org_code").unique(),
        state_parts=pl.DataFrame(parts, schema=COUNTED, orient="row"),
    )


def sums(rows: list[Row], parts: list[Row]) -> tuple[Levels, pl.DataFrame]:
    inputs = inputs_of(rows, parts)
    found = sum_up(inputs, [YEAR]).sums
    return found, parts_of_the_state(found.schools, found.districts, inputs.organizations)


def pooled(rows: pl.DataFrame) -> set[tuple[int, int, int]]:
    """Numerator, denominator and years of turnover over three years."""
    of = rows.filter(school_year=YEAR, measure_id="T_TURN", window="pooled3")
    return {(one["numerator"], one["denominator"], len(one["years_used"])) for one in of.iter_rows(named=True)}


def this_year() -> tuple[list[Row], list[Row]]:
    pairs = [counted(YEAR, district) for district in DISTRICTS]
    return [row for rows, _ in pairs for row in rows], [part for _, part in pairs]


def test_years_of_which_only_schools_were_published_are_in_the_sums_of_districts_and_state() -> None:
    rows, parts = this_year()
    for year in (YEAR - 2, YEAR - 1):
        rows += [published(year, one, 100_000, 500_000) for d in DISTRICTS for one in schools_of(d)]
    found, _ = sums(rows, parts)
    assert pooled(found.districts) == {(420_000, 3_000_000, 3)}
    assert pooled(found.state) == {(1_680_000, 12_000_000, 3)}


def test_years_of_which_districts_were_published_are_in_the_sum_of_the_state() -> None:
    rows, parts = this_year()
    for year in (YEAR - 2, YEAR - 1):
        rows += [published(year, district, 200_000, 1_000_000) for district in DISTRICTS]
        rows += [published(year, one, 100_000, 500_000) for d in DISTRICTS for one in schools_of(d)]
    found, _ = sums(rows, parts)
    assert pooled(found.districts) == {(420_000, 3_000_000, 3)}
    assert pooled(found.state) == {(1_680_000, 12_000_000, 3)}


def test_a_year_of_which_too_little_is_known_is_in_no_sum() -> None:
    rows, parts = this_year()
    for year, of in ((YEAR - 2, DISTRICTS), (YEAR - 1, DISTRICTS[:1])):
        for district in of:
            its, part = counted(year, district)
            rows, parts = [*rows, *its], [*parts, part]
    found, _ = sums(rows, parts)
    assert pooled(found.districts) == {(40_000, 2_000_000, 2)}
    assert pooled(found.state) == {(160_000, 8_000_000, 2)}


def test_files_of_persons_that_say_nothing_of_a_measure_leave_the_schools_own_figures() -> None:
    rows: list[Row] = [published(YEAR, one, 100_000, 500_000, "T_ABS_AVG") for d in DISTRICTS for one in schools_of(d)]
    nothing = ("DAYS_MEAN", "not_submitted", "set", None, 0, 500_000)
    rows += [(YEAR, district, "T_ABS_AVG", None, None, *nothing) for district in DISTRICTS]
    found, _ = sums(rows, [])
    of = found.state.filter(school_year=YEAR, measure_id="T_ABS_AVG", window="1")
    assert of.select("numerator", "denominator").rows() == [(800_000, 4_000_000)]


@pytest.mark.parametrize(
    ("known", "expected"), [(7, (200_000, 1_000_000, "pooled")), (9, (140_000, 900_000, "people"))]
)
def test_people_of_whom_too_few_are_known_leave_the_figures_of_schools_that_were_published(
    known: int, expected: tuple[int, int, str]
) -> None:
    rows: list[Row] = [published(YEAR, one, 100_000, 500_000) for d in DISTRICTS for one in schools_of(d)]
    known, missing = known * 100_000, (10 - known) * 100_000
    rows.append((YEAR, DISTRICTS[0], "T_TURN", 140_000, known, "HEADCOUNT", None, "set", None, known, missing))
    found, _ = sums(rows, [])
    of = found.districts.filter(school_year=YEAR, measure_id="T_TURN", window="1", org_code=DISTRICTS[0])
    assert of.select("numerator", "denominator", "basis").rows() == [expected]


def test_a_school_of_whose_people_too_few_are_known_is_not_added_to_those_that_were_published() -> None:
    first, second = schools_of(DISTRICTS[0])
    rows: list[Row] = [published(YEAR, first, 100_000, 500_000)]
    for org, known, missing in ((second, 10_000, 30_000), (DISTRICTS[0], 20_000, 180_000)):
        rows.append((YEAR, org, "T_TURN", 10_000, known, "HEADCOUNT", None, "set", None, known, missing))
    found, _ = sums(rows, [])
    of = found.districts.filter(school_year=YEAR, measure_id="T_TURN", window="1", org_code=DISTRICTS[0])
    told = of.select("numerator", "denominator", "basis", "known", "missing", "people_known", "schools_with_figure")
    assert told.rows() == [(100_000, 500_000, "pooled", 1, 1, 0, 1)]


def test_a_sum_of_published_figures_alone_rests_on_their_files_alone() -> None:
    def row(numerator: int, people: tuple[int, int], source: str, row_number: int | None) -> tuple[Any, ...]:
        of = (YEAR, DISTRICTS[0], "T_TURN", "1", numerator, 500_000, *people, None)
        return (*of, [YEAR], [source], [row_number])

    whole = pl.DataFrame([row(10_000, (20_000, 180_000), "persons", None)], schema=SUMMED, orient="row")
    schools = [row(100_000, (0, 0), "published", number) for number in (2, 3)]
    parts = pl.DataFrame([*schools, row(10_000, (10_000, 30_000), "persons", None)], schema=SUMMED, orient="row")
    assert pool(parts, whole, counts=()).select(
        "numerator", "basis", "years_used", "sources", "source_rows"
    ).rows() == [(200_000, "pooled", [YEAR], ["published"], None)]


def test_one_district_that_sent_a_figure_of_its_own_is_one_beside_any_number_that_were_counted() -> None:
    rows, parts = this_year()
    others = [row for row in rows if not str(row[1]).startswith("0004")]
    _, of_state = sums([*others, published(YEAR, DISTRICTS[3], 70_000, 90_000)], parts[:3])
    assert of_state.filter(school_year=YEAR, measure_id="T_TURN", window="1")["of_their_own"].to_list() == [1]


def test_a_district_whose_people_others_add_adds_nobody_and_is_not_missed() -> None:
    rows, parts = this_year()
    found, _ = sums(rows, parts[:3])
    of = found.state.filter(school_year=YEAR, measure_id="T_TURN", window="1")
    told = of.select("numerator", "denominator", "districts", "districts_with_figure")
    assert told.rows() == [(60_000, 3_000_000, 3, 3)]


def test_a_school_all_of_whose_teachers_are_exempt_or_unknown_has_some_and_one_published_with_none_has_none() -> None:
    schools = [school for district in DISTRICTS for school in schools_of(district)]
    full = ("FTE", None, "set", None)
    rows: list[Row] = [(YEAR, one, "T_OOF_80", 0, 480_000, *full, 480_000, 0) for one in schools[2:]]
    rows.append((YEAR, schools[0], "T_OOF_80", 0, 0, *full, 0, 0))
    rows.append((YEAR, schools[0], "T_EXP_LT3", 0, 0, "FTE", "too_many_missing", "set", None, 0, 480_000))
    rows.append((YEAR, schools[1], "T_EXP_LT3", 0, 0, *full, None, None))
    shares = [(YEAR, one, "low_income", 10.0 * place, 500, None, "set", 1) for place, one in enumerate(schools, 1)]
    inputs = inputs_of(rows, [], shares)
    bands = school_bands(school_shares(inputs, school_rows(inputs), [YEAR]), [STATEWIDE]).filter(group_id="low_income")
    left_out = dict(bands.select("org_code", "left_out_reason").rows())
    assert left_out == {one: "no_teachers" if one == schools[1] else None for one in schools}
