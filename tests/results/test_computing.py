"""The whole computation: pooled values as the slow implementation has them, the same in any order, and only affected
years.
"""

from __future__ import annotations

import dataclasses
import random
from fractions import Fraction
from functools import cache
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from monitoring.analysis import reasons
from monitoring.analysis.measures import MEASURES
from monitoring.results.affected_years import affected_years, years_needed
from monitoring.results.compute import compute_results
from monitoring.results.compute_sums import sum_up, sum_up_alone, sum_up_beside
from monitoring.results.frames import STATE, Inputs, Results
from tests.results.comparing import GRAIN, assert_same, for_the_agency, in_order
from tests.results.slow import slow_values
from tests.results.small_state import YEARS, inputs_of, small_state
from tests.tiers import often

SEEDS = range(6)
pytestmark = pytest.mark.xdist_group("computing")  # each state is computed once


@cache
def state(seed: int) -> Inputs:
    return small_state(seed)


@cache
def computed(seed: int) -> Results:
    """All years of that state."""
    return compute_results(state(seed), list(YEARS))


def shuffled(inputs: Inputs, seed: int) -> Inputs:
    frames = {field.name: getattr(inputs, field.name) for field in dataclasses.fields(Inputs)}
    mixed: dict[str, Any] = {
        name: frame.sample(fraction=1, shuffle=True, seed=seed)
        for name, frame in frames.items()
        if isinstance(frame, pl.DataFrame)
    }
    return dataclasses.replace(inputs, **mixed)


@pytest.mark.parametrize("seed", SEEDS)
def test_districts_and_the_state_have_the_values_that_adding_up_by_hand_gives(seed: int) -> None:
    inputs, results = state(seed), computed(seed)
    rows = pl.concat([results.district_values, for_the_agency(results.state_values)], how="diagonal").to_dicts()
    found = {
        (r["school_year"], r["org_code"], r["measure_id"], r["window"]): (r["rate"], r["years_used"]) for r in rows
    }
    expected = {
        key: (None if rate is None else float(rate), years) for key, (rate, years) in slow_values(inputs).items()
    }
    assert found == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_all_schools_of_a_gap_are_the_state_and_schools_add_up_to_their_district(seed: int) -> None:
    inputs = without_figures_of_districts(state(seed))
    results = compute_results(inputs, list(YEARS))
    figures = ["numerator", "denominator", "rate"]
    gaps = (
        for_the_agency(results.state_gaps)
        .filter(scope="state")
        .select(*GRAIN, *(pl.col(f"all_{name}").alias(name) for name in figures))
    )
    of_state = for_the_agency(results.state_values)
    values = of_state.join(gaps.select(GRAIN).unique(), on=GRAIN, how="semi").select(*GRAIN, *figures)
    assert_frame_equal(in_order(gaps.unique()), in_order(values), check_exact=True, check_dtypes=False)
    within = results.district_gaps.select(
        *GRAIN, pl.col("partition").alias("org_code"), *(pl.col(f"all_{name}").alias(name) for name in figures)
    ).unique()
    own = results.district_values.join(within, on=[*GRAIN, "org_code"], how="semi").select(within.columns)
    assert_frame_equal(in_order(within), in_order(own), check_exact=True, check_dtypes=False)
    assert (gaps.is_empty(), within.is_empty()) == (False, False)


def files_behind(inputs: Inputs, gap: dict[str, Any], schools: dict[str, tuple[str, str, str]]) -> set[str]:
    """The snapshots of a one-year gap's figures and shares, row by row. `schools`: district, level and Title I status
    of each.
    """
    of = {"level": 1, "district": 0}.get(gap["scope"])
    units = [code for code, place in schools.items() if of is None or place[of] == gap["partition"]]
    groups = {gap["group_id"]}
    if gap["method"] == "E":
        units, groups = [code for code in units if schools[code][2]], {*groups, "all"}
    shares = {
        row["snapshot_id"]
        for row in inputs.shares.filter(school_year=gap["school_year"]).iter_rows(named=True)
        if row["org_code"] in units and row["group_id"] in groups
    }
    sent = inputs.aggregates.filter(school_year=gap["school_year"], metric_id=gap["measure_id"])
    known = {
        row["org_code"]: row["snapshot_id"]
        for row in sent.iter_rows(named=True)
        if row["numerator"] is not None and row["denominator"] > 0
    }
    if gap["scope"] == "districts":  # a district's own figure is the districts' where none of its schools has one
        silent = {place[0] for place in schools.values()} - {schools[code][0] for code in known if code in schools}
        units = [*units, *silent]
    return shares | {known[code] for code in units if code in known}


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_a_gap_stands_in_the_files_of_its_own_units_figures_and_shares_and_no_others(seed: int) -> None:
    inputs = state(seed)
    results = compute_results(inputs, [YEARS[1]])
    places = inputs.organizations.filter(org_type="SCHOOL").select(
        "org_code", "district_code", "level", "title1_status"
    )
    schools = {code: (district, level, status) for code, district, level, status in places.rows()}
    gaps = pl.concat([for_the_agency(results.state_gaps), results.district_gaps], how="diagonal").filter(window="1")
    assert {gap["scope"] for gap in gaps.iter_rows(named=True)} == {"state", "level", "districts", "district", "title1"}
    for gap in gaps.iter_rows(named=True):
        assert gap["sources"] == sorted(files_behind(inputs, gap, schools)), gap


@pytest.mark.parametrize("seed", SEEDS)
def test_a_gap_whose_grouping_is_withheld_says_so(seed: int) -> None:
    inputs = state(seed)
    year = inputs.withheld.filter(pl.col("kind") == "group")["school_year"][0]
    state_gaps = for_the_agency(compute_results(inputs, [year]).state_gaps)
    gaps = state_gaps.filter(school_year=year, scope="state", window="1", method="Q")
    found = dict(gaps.filter(measure_id="T_TURN").select("group_id", "reason").rows())
    assert {group for group, reason in found.items() if reason == reasons.WITHHELD} == {"english_learners"}


def an_old_year(*, of_shares: float) -> tuple[Results, pl.DataFrame]:
    """Twelve districts of four schools; the agency has turnover, and so many districts sent shares themselves."""
    districts = [f"{number:04d}0000" for number in range(1, 13)]
    organizations: list[Any] = [(code, "DISTRICT", code, "") for code in districts]
    organizations += [(f"{code[:4]}000{n}", "SCHOOL", code, "HIGH") for code in districts for n in range(1, 5)]
    schools = [row[0] for row in organizations if row[1] == "SCHOOL"]
    sent = [(2017, org, "T_TURN", 10_000, 100_000, "HEADCOUNT", None, "agency", 2) for org in schools]
    shares: list[Any] = [(2017, org, "all", 100.0, 300, None, "agency", 2) for org in schools]
    some = schools[: int(4 * of_shares)]
    shares += [(2017, org, "low_income", float(place), None, None, "own", 2) for place, org in enumerate(some, 1)]
    results = compute_results(inputs_of(sent, shares, organizations, []), [2017])
    across = for_the_agency(results.state_gaps)
    return results, across.filter(measure_id="T_TURN", window="1", group_id="low_income")


def test_a_year_of_which_few_districts_sent_shares_is_compared_within_them_and_not_across_the_state() -> None:
    results, across = an_old_year(of_shares=4.5)  # of the fifth, two schools of four
    columns = ("scope", "focal_reason", "reference_reason", "reason", "all_rate", "difference")
    unknown = reasons.TOO_MANY_UNKNOWN
    expected = [(scope, unknown, unknown, unknown, 0.1, None) for scope in ("districts", "level", "state")]
    assert across.sort("scope").select(columns).rows() == expected
    bands = results.school_bands.filter(scope="state", group_id="low_income")
    assert dict(bands.group_by("left_out_reason").len().rows()) == {"no_share": 30, "too_many_unknown": 18}
    within = results.district_gaps.filter(measure_id="T_TURN", window="1", group_id="low_income")
    known = [(f"000{number}0000", None) for number in range(1, 5)]
    assert within.select("partition", "reason").rows() == [*known, ("00050000", unknown)]
    _, across = an_old_year(of_shares=10)  # two of twelve are fewer than a fifth
    assert across["difference"].to_list() == [0.0] * 3


def test_what_was_open_is_expected_named_or_not_and_what_was_closed_is_not() -> None:
    organizations: list[Any] = [
        (f"000{number}0000", "DISTRICT", f"000{number}0000", "", None, None) for number in (1, 2)
    ]
    organizations += [
        ("00010001", "SCHOOL", "00010000", "HIGH", None, None),
        ("00010002", "SCHOOL", "00010000", "HIGH", None, 2020),
        ("00010003", "SCHOOL", "00010000", "HIGH", 2022, None),
        ("00010004", "SCHOOL", "00010000", "HIGH", 2021, 2021),
    ]
    sent = [(2021, "00010001", "T_TURN", 10_000, 100_000, "HEADCOUNT", None, "2021-agency", 2)]
    results = compute_results(inputs_of(sent, [], organizations, []), [2021])
    turnover = {"measure_id": "T_TURN", "window": "1"}
    schools = results.school_values.filter(**turnover).select("org_code", "reason")
    assert schools.rows() == [("00010001", ""), ("00010004", "not_submitted")]
    rows = results.school_values.filter(window="1", reason="not_submitted").group_by("org_code").len()
    everything = len([measure for measure in MEASURES.values() if measure.asked])
    assert dict(rows.rows()) == {"00010001": everything - 1, "00010004": everything}
    districts = results.district_values.filter(**turnover).sort("org_code")
    assert districts.select("org_code", "reason", "schools", "schools_with_figure").rows() == [
        ("00010000", "too_many_missing", 2, 1),
        ("00020000", "not_submitted", 0, 0),
    ]
    state = for_the_agency(results.state_values).filter(**turnover)
    assert state.select("schools", "schools_with_figure", "districts", "districts_with_figure").row(0) == (2, 1, 2, 1)


def test_schools_whose_district_reports_itself_are_not_missing_from_the_state() -> None:
    """Nine districts with figures of their own for ten schools each, and one of whose three schools two have one."""
    districts = [(f"{number:04d}0000", 10 if number < 10 else 3) for number in range(1, 11)]
    organizations: list[Any] = [(code, "DISTRICT", code, "") for code, _ in districts]
    for code, schools in districts:
        organizations += [(f"{code[:4]}{school:04d}", "SCHOOL", code, "HIGH") for school in range(1, schools + 1)]
    reporting = [code for code, schools in districts if schools == 10]
    sent = [*reporting, "00100001", "00100002"]
    figures = [(2021, org, "T_TURN", 10_000, 100_000, "HEADCOUNT", None, "2021-agency", 2) for org in sent]
    inputs = inputs_of(figures, [], organizations, [])
    state = compute_results(inputs, [2021]).state_values
    assert slow_values(inputs)[2021, STATE, "T_TURN", "1"] == (Fraction(1, 10), [2021])
    columns = ("rate", "reason", "schools", "schools_with_figure", "districts_with_figure", "seen_by")
    assert state.filter(measure_id="T_TURN", window="1").select(columns).rows() == [(0.1, "", 93, 2, 10, "everybody")]
    silent = [
        (2021, org, "T_TURN", *((10_000, 100_000) if org[4:] != "0000" else (None, None)), "HEADCOUNT",
         "suppressed" if org[4:] == "0000" else None, "2021-agency", 2)
        for org in sent
    ]  # fmt: skip
    state = compute_results(inputs_of(silent, [], organizations, []), [2021]).state_values
    found = state.filter(measure_id="T_TURN", window="1").select("rate", "reason").rows()
    assert found == [(None, "too_many_missing")]


def test_a_value_that_stands_in_one_row_leads_to_that_row() -> None:
    organizations = [("00000000", "STATE", "00000000", ""), ("00010000", "DISTRICT", "00010000", "")]
    organizations += [(f"0001000{number}", "SCHOOL", "00010000", "HIGH") for number in (1, 2)]
    sent = [
        ("00000000", "T_EVAL_LOW", 11),
        ("00010000", "T_EVAL_LOW", 12),
        ("00010001", "T_TURN", 13),
        ("00010001", "T_EXP_LT3", 14),
        ("00010002", "T_EXP_LT3", 15),
    ]
    figures = [(2021, org, measure, 0, 10_000, "FTE", None, "2021-agency", row) for org, measure, row in sent]
    nobody = (2021, "00010002", "T_TURN", 0, 0, "FTE", None, "2021-agency", 16)
    results = compute_results(inputs_of([*figures, nobody], [], organizations, []), [2021])
    annual = results.district_values.filter(window="1").filter(pl.col("rate").is_not_null())
    assert dict(annual.select("measure_id", "source_rows").rows()) == {
        "T_EVAL_LOW": [12],
        "T_TURN": [13],
        "T_EXP_LT3": None,
    }
    of_state = results.state_values.filter(measure_id="T_EVAL_LOW")
    assert of_state.select("basis", "sources", "source_rows").row(0) == ("own", ["2021-agency"], [11])


def test_a_school_that_took_anothers_place_pools_its_years_and_leads_to_its_rows() -> None:
    old, new, other = "00010001", "00010002", "00010003"
    organizations = [
        ("00010000", "DISTRICT", "00010000", ""),
        (old, "SCHOOL", "00010000", "HIGH", None, 2020, new),
        (new, "SCHOOL", "00010000", "HIGH", 2021, None, None),
        (other, "SCHOOL", "00010000", "HIGH", None, None, None),
    ]
    sent = [(2019, old, 10_000, 7), (2020, old, 30_000, 8), (2021, new, 20_000, 9)]
    sent += [(year, other, 0, 5) for year in (2019, 2020, 2021)]
    figures = [
        (year, org, "T_TURN", n, 100_000, "HEADCOUNT", None, f"{year}-agency", row) for year, org, n, row in sent
    ]
    values = compute_results(inputs_of(figures, [], organizations, []), [2020, 2021]).school_values
    pooled = values.filter(measure_id="T_TURN", window="pooled3").filter(pl.col("org_code") != other)
    columns = ("school_year", "org_code", "numerator", "years_used", "sources", "source_rows")
    agency = ["2019-agency", "2020-agency", "2021-agency"]
    assert pooled.sort("school_year").select(columns).rows() == [
        (2020, old, 40_000, [2019, 2020], agency[:2], [7, 8]),
        (2021, new, 60_000, [2019, 2020, 2021], agency, [7, 8, 9]),
    ]


def test_a_school_with_figures_of_one_year_counts_in_its_district_and_the_state_and_at_its_end() -> None:
    results = compute_results(five_schools(), [2021])
    pooled = {"measure_id": "T_TURN", "window": "pooled3"}
    schools = results.school_values.filter(**pooled).select("org_code", "numerator", "reason").rows()
    both = [(f"0001000{number}", 30_000, "") for number in range(1, 5)]
    assert schools == [*both, ("00010005", None, "too_few_years")]
    of_district, of_state = (frame.filter(**pooled) for frame in (results.district_values, results.state_values))
    assert of_district.select("numerator", "denominator", "years_used").row(0) == (160_000, 900_000, [2020, 2021])
    assert of_state.select("numerator", "denominator", "years_used").row(0) == (160_000, 900_000, [2020, 2021])
    gap = results.state_gaps.filter(**pooled, group_id="low_income", scope="state")
    assert gap.select("all_numerator", "all_denominator").row(0) == (160_000, 900_000)


def five_schools(*, silent: int = 1) -> Inputs:
    """Turnover of two years, the first of which the last ones, `silent` in number, did not send."""
    codes = [f"0001000{number}" for number in range(1, 6)]
    organizations = [("00010000", "DISTRICT", "00010000", "")]
    organizations += [(code, "SCHOOL", "00010000", "HIGH") for code in codes]
    first = [(2020, code, 10_000) for code in codes[: 5 - silent]]
    sent = [*first, *((2021, code, 20_000) for code in codes[:4]), (2021, codes[4], 40_000)]
    figures = [(year, code, "T_TURN", n, 100_000, "HEADCOUNT", None, f"{year}-agency", 2) for year, code, n in sent]
    students = [(2021, code, "low_income", 20.0, None, None, "2021-students", 2) for code in codes]
    return inputs_of(figures, students, organizations, [])


@pytest.mark.parametrize(("silent", "years"), [(1, [2020, 2021]), (2, None)])
def test_a_year_that_more_than_a_fifth_did_not_send_is_in_no_sum_of_several_years_of_the_state(
    silent: int, years: list[int] | None
) -> None:
    results = compute_results(five_schools(silent=silent), [2021])
    pooled = {"measure_id": "T_TURN", "window": "pooled3"}
    assert results.district_values.filter(**pooled)["years_used"].to_list() == [[2020, 2021]]
    (of_state,) = for_the_agency(results.state_values).filter(**pooled).to_dicts()
    assert (of_state["years_used"] or None, of_state["reason"]) == (years, "" if years else reasons.TOO_FEW_YEARS)
    whole = for_the_agency(results.state_gaps).filter(**pooled, scope="state", group_id="low_income")
    assert whole["all_reason"].to_list() == [None if years else reasons.TOO_FEW_YEARS]


def without_figures_of_districts(inputs: Inputs) -> Inputs:
    """Only what schools sent: a district's own figure may step in where none of its schools has one."""
    schools = inputs.organizations.filter(pl.col("org_type") == "SCHOOL").select("org_code")
    frames = {name: getattr(inputs, name) for name in ("shares", "organizations", "withheld", "present")}
    return Inputs(aggregates=inputs.aggregates.join(schools, on="org_code", how="semi"), **frames)


@pytest.mark.parametrize("seed", often(SEEDS, first=2))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    assert_same(compute_results(shuffled(state(seed), seed), list(YEARS)), computed(seed))


@pytest.mark.parametrize("seed", often(SEEDS, first=2))
@pytest.mark.parametrize("changed", [2018, 2020, 2022])
def test_recomputing_the_affected_years_gives_what_recomputing_everything_gives(seed: int, changed: int) -> None:
    before, other = state(seed), state(seed + 100)
    after = with_year_of(before, other, changed)
    years = affected_years([changed], known=YEARS)
    kept = of_other_years(computed(seed), years)
    renewed = compute_results(after.of_years(years_needed(years)), years)
    assert_same(joined(kept, renewed), compute_results(after, list(YEARS)))


def with_year_of(inputs: Inputs, other: Inputs, year: int) -> Inputs:
    """The same organizations and data, with one year's figures taken from another state's where the schools are the
    same.
    """
    codes = inputs.organizations["org_code"].to_list()
    mixed = {}
    for name in ("aggregates", "shares", "withheld", "present"):
        mine, theirs = getattr(inputs, name), getattr(other, name)
        theirs = theirs.filter(pl.col("school_year") == year)
        if "org_code" in theirs.columns:
            theirs = theirs.filter(pl.col("org_code").is_in(codes))
        mixed[name] = pl.concat([mine.filter(pl.col("school_year") != year), theirs])
    return dataclasses.replace(inputs, **mixed)


def of_other_years(results: Results, years: list[int]) -> Results:
    frames = {field.name: getattr(results, field.name) for field in dataclasses.fields(Results)}
    return Results(**{name: frame.filter(~pl.col("school_year").is_in(years)) for name, frame in frames.items()})


def joined(one: Results, two: Results) -> Results:
    names = [field.name for field in dataclasses.fields(Results)]
    return Results(**{name: pl.concat([getattr(one, name), getattr(two, name)], how="diagonal") for name in names})


def test_a_turnover_of_three_years_reaches_two_years_further_and_no_more() -> None:
    assert affected_years([2019], known=range(2017, 2024)) == [2019, 2020, 2021]
    assert affected_years([2022, 2023], known=range(2017, 2024)) == [2022, 2023]


def test_a_year_whose_data_is_gone_is_still_cleared() -> None:
    assert affected_years([2016], known=[2018, 2019]) == [2016, 2018]


@pytest.mark.parametrize("seed", often(SEEDS, first=2))
def test_own_sums_beside_the_states_are_those_of_a_sum_by_itself(seed: int) -> None:
    inputs, years = small_state(seed), list(YEARS)
    state = sum_up(inputs, years)
    assert not state.sparse.is_empty()
    for own in (inputs, corrected(inputs, seed)):
        found, expected = sum_up_beside(state, own, years).sums, sum_up_alone(own, years).sums
        for level in ("schools", "districts"):
            pair = (getattr(one, level).sort("org_code", *GRAIN) for one in (found, expected))
            assert_frame_equal(*pair, check_exact=True, check_column_order=False)


@pytest.mark.parametrize("seed", often(SEEDS, first=1))
def test_sums_beside_those_of_an_earlier_run_are_those_of_a_run_by_itself(seed: int) -> None:
    years, first = list(YEARS), small_state(seed)
    known = sum_up(first, years)
    for later in (corrected(first, seed), corrected(first, seed + 1), first):
        known, expected = sum_up(later, years, known), sum_up(later, years)
        for level in ("schools", "districts", "added", "state"):
            pair = (getattr(one.sums, level).sort("org_code", *GRAIN) for one in (known, expected))
            assert_frame_equal(*pair, check_exact=True, check_column_order=False)
        assert_frame_equal(known.sparse, expected.sparse, check_row_order=False)


def corrected(inputs: Inputs, seed: int) -> Inputs:
    """With other rows of some places, of which some are gone."""
    chance = random.Random(seed)
    rows = inputs.aggregates.filter(pl.Series([chance.random() < 0.9 for _ in range(inputs.aggregates.height)]))
    is_other = pl.col("org_code").is_in(chance.sample(rows["org_code"].unique().sort().to_list(), 3))
    anew = {"numerator": pl.col("numerator") + 10_000, "snapshot_id": pl.lit("corrected")}
    told = {name: pl.when(is_other).then(one).otherwise(name) for name, one in anew.items()}
    return dataclasses.replace(inputs, aggregates=rows.with_columns(**told))
