"""Whose figures count where several sent some: an organization's own, and those that the state's figures rest on."""

from __future__ import annotations

import dataclasses
from typing import Any

import polars as pl
import pytest

from monitoring.results.chosen_rows import of_organizations, of_the_state
from monitoring.results.compute import compute_results
from monitoring.results.compute_asked import COMPARED
from monitoring.results.frames import STATE, Inputs, Results
from tests.results.comparing import GRAIN, assert_same, for_the_agency, in_order
from tests.results.small_state import YEARS, small_state

SEEDS = range(6)
ORGANIZATIONS = ("00010001", "00020001", "00030001", "00040001")


def sent(*rows: tuple[str, bool, float | None, int | None], group: str) -> pl.DataFrame:
    """Shares of a group of 2021: of which school, whether its district sent it, share and number of students; the
    agency's files come first.
    """
    columns = {"org_code": pl.String, "is_own": pl.Boolean, "share": pl.Float64, "enrolled": pl.Int64}
    frame = pl.DataFrame(rows, schema=columns, orient="row").with_columns(place=pl.col("is_own").cast(pl.Int32))
    return frame.with_columns(school_year=2021, group_id=pl.lit(group))


def chosen(rows: pl.DataFrame) -> tuple[list[Any], list[Any]]:
    """Own figures, and the state's: school, share, students."""
    places = pl.DataFrame({"org_code": ORGANIZATIONS}).with_columns(district_code=pl.col("org_code").str.head(4))
    found = of_organizations(rows, "group_id"), of_the_state(rows, "group_id", places)
    return tuple(one.select("org_code", "share", "enrolled").rows() for one in found)  # type: ignore[return-value]


def test_a_number_of_all_students_is_a_figure_without_a_share() -> None:
    counts = [(code, True, None, 300) for code in ORGANIZATIONS]
    own, state = chosen(sent(*counts, group="all"))
    assert own == state == [(code, None, 300) for code in ORGANIZATIONS]
    assert chosen(sent(*counts, group="low_income"))[1] == []  # of a group the share is


def test_a_district_that_sends_what_the_agency_has_takes_nothing_out_of_the_state() -> None:
    agencys = [(code, False, None, 300) for code in ORGANIZATIONS]
    own, state = chosen(sent(*agencys, (ORGANIZATIONS[0], True, 100.0, 310), group="all"))
    assert own == state == [(code, None, 300) for code in ORGANIZATIONS]


def test_where_the_agency_has_no_figure_of_a_school_its_row_stands_in_the_state_and_the_districts_in_its_own() -> None:
    agencys = [(code, False, None if code == ORGANIZATIONS[0] else 20.0, None) for code in ORGANIZATIONS]
    own, state = chosen(sent(*agencys, (ORGANIZATIONS[0], True, 40.0, None), group="low_income"))
    assert (own[0], state[0]) == ((ORGANIZATIONS[0], 40.0, None), (ORGANIZATIONS[0], None, None))


@pytest.mark.parametrize("senders", [2, 3])
def test_of_what_the_agency_has_nothing_of_three_districts_make_figures_of_the_state(senders: int) -> None:
    rows = [(code, True, 20.0, None) for code in ORGANIZATIONS[:senders]]
    own, state = chosen(sent(*rows, group="low_income"))
    assert (len(own), len(state)) == (senders, senders if senders == 3 else 0)


def left_out(inputs: Inputs, own: pl.Series) -> set[tuple[int, str, str]]:
    """Year, organization and measure of the rows that the state's figures must not hold, row by row: a district's own
    beside any of the agency's, and what one or two districts sent.
    """
    rows = list(zip(inputs.aggregates.iter_rows(named=True), own, strict=True))
    of_the_agency = {
        (row["school_year"], row["metric_id"])
        for row, is_own in rows
        if not is_own and row["numerator"] is not None and row["org_code"] != STATE
    }
    senders: dict[tuple[int, str], set[str]] = {}
    for row, is_own in rows:
        if is_own and row["numerator"] is not None:
            senders.setdefault((row["school_year"], row["metric_id"]), set()).add(row["org_code"][:4])
    return {
        (row["school_year"], row["org_code"], row["metric_id"])
        for row, is_own in rows
        if is_own
        and (
            (row["school_year"], row["metric_id"]) in of_the_agency
            or len(senders.get((row["school_year"], row["metric_id"]), ())) < 3
        )
    }


def with_own_rows(inputs: Inputs) -> tuple[Inputs, pl.Series]:
    """Of odd years districts sent some rows themselves, of even years all; of one measure two districts alone sent
    any. And which rows are their own.
    """
    few = (pl.col("school_year") % 2 == 0) & (pl.col("metric_id") == "T_OOF_80")
    aggregates = inputs.aggregates.filter(~few | pl.col("org_code").str.slice(0, 4).is_in(["0001", "0002"]))
    is_labelled = (pl.col("school_year") % 2 == 0) | ~pl.col("snapshot_id").str.ends_with("agency")
    is_own = is_labelled & (pl.col("org_code") != STATE)
    rows = aggregates.with_columns(is_own=is_own, place=pl.lit(0))
    state = of_the_state(rows, "metric_id", inputs.organizations.select("org_code", "district_code"))
    kept = dataclasses.replace(inputs, aggregates=aggregates, state_aggregates=state, state_shares=inputs.shares)
    return kept, rows["is_own"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_districts_own_figures_are_in_the_states_only_where_the_agency_has_none_and_three_sent_some(
    seed: int,
) -> None:
    marked, own = with_own_rows(small_state(seed, districts=5))
    gone = left_out(marked, own)
    alone = dataclasses.replace(marked, state_aggregates=None, state_shares=None)
    kept = [row[:3] not in gone for row in marked.aggregates.iter_rows()]
    without = dataclasses.replace(alone, aggregates=marked.aggregates.filter(pl.Series(kept)))
    found, whole, shared = (compute_results(one, list(YEARS)) for one in (marked, alone, without))
    within = pl.col("scope") == "district"
    expected = dataclasses.replace(
        whole,
        school_values=whole.school_values.drop("is_in_state"),
        district_values=whole.district_values.drop("is_in_state").join(
            shared.district_values.select(*GRAIN, "org_code", "is_in_state"), on=[*GRAIN, "org_code"], how="left"
        ),
        **{name: getattr(shared, name) for name in ("state_values", "state_gaps", "district_bands")},
        school_bands=pl.concat([shared.school_bands.filter(~within), whole.school_bands.filter(within)]),
    )
    assert 0 < len(gone) < own.sum()
    assert not in_order(shared.state_values).equals(in_order(whole.state_values))
    unmarked = dataclasses.replace(found, school_values=found.school_values.drop("is_in_state"))
    assert_same(unmarked, expected)
    assert_counted_are_listed(found)
    assert_listed_add_up(found)


def assert_listed_add_up(results: Results) -> None:
    """The schools marked as in the state's sum of a year are as many as it counts, and add up to it where no district's
    own figure stands in it.
    """
    listed: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    for row in results.school_values.filter("is_in_state").iter_rows(named=True):
        listed.setdefault(tuple(row[name] for name in GRAIN), []).append((row["numerator"], row["denominator"]))
    sums = for_the_agency(results.state_values).filter(pl.col("schools_with_figure") > 0, pl.col("rate").is_not_null())
    of_schools = sums.filter(pl.col("measure_id").is_in([m for m in COMPARED if m != "T_TURN"]), window="1")
    assert of_schools.height > 0
    for row in of_schools.iter_rows(named=True):
        parts = listed[tuple(row[name] for name in GRAIN)]
        assert (len(parts), sum(n for n, _ in parts), sum(d for _, d in parts)) == (
            row["schools_with_figure"],
            row["numerator"],
            row["denominator"],
        )


def assert_counted_are_listed(results: Results) -> None:
    """The districts that a sum of the state counts, and those of them with a figure, are those marked as such."""
    marked: dict[tuple[Any, ...], list[bool]] = {}
    for row in results.district_values.iter_rows(named=True):
        if row["is_in_state"] is not None:
            marked.setdefault(tuple(row[name] for name in GRAIN), []).append(row["is_in_state"])
    counts = ("districts", "districts_with_figure")
    sums = for_the_agency(results.state_values).filter(pl.col("districts") > 0).select(*GRAIN, *counts)
    assert {key: (len(listed), sum(listed)) for key, listed in marked.items()} == {
        row[:3]: row[3:] for row in sums.rows()
    }


def test_a_year_that_one_district_sent_is_no_year_of_the_state() -> None:
    inputs = small_state(1)
    first = pl.col("org_code").str.starts_with("0002")
    last = pl.col("school_year") == YEARS[-1]
    frames = {
        name: getattr(inputs, name)
        .filter(~last | first)
        .with_columns(snapshot_id=pl.when(last).then(pl.lit("own")).otherwise("snapshot_id"))
        for name in ("aggregates", "shares")
    }
    present = inputs.present.filter(~last | first)
    state = {f"state_{name}": frame.filter(~last) for name, frame in frames.items()}
    alone = dataclasses.replace(inputs, **frames, **state, present=present)
    found = compute_results(alone, [YEARS[-1]])
    assert {frame.filter(window="1").height for frame in (found.state_values, found.state_gaps)} == {0}
    assert set(found.school_bands["scope"]) == {"district"}
    assert found.school_values.filter(pl.col("window") == "1", pl.col("rate").is_not_null()).height > 0
