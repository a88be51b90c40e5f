"""Method E in a whole computation: as the slow implementation has it, for whose eyes it is, and computed anew."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest

from districts.models import School
from districts.wall import across_districts
from monitoring.analysis.definitions.definition import State
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.definitions.shipped import shipped
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.title_one import FEWEST, GROUPS_NAMED, MEASURES_NAMED
from monitoring.results import actions
from monitoring.results.compute import compute_results
from monitoring.results.frames import STATE, Inputs, Results
from monitoring.results.models import SchoolBand, StateGap, StateMove
from tests.analysis import slow_title_one as slow
from tests.analysis.alternative_implementations import Value
from tests.results.comparing import for_the_agency
from tests.results.kept import keep, keep_state
from tests.results.small_state import YEARS, inputs_of, small_state

SEEDS = range(8)
ONE = {"method": "E", "measure": "T_OOF_80", "window": "1", "group": "low_income"}


def title_one(results: Results) -> pl.DataFrame:
    return results.state_gaps.filter(method="E")


def schools_of(inputs: Inputs, year: int, group: str, orgs: set[str]) -> list[slow.School]:
    places = {row["org_code"]: row for row in inputs.organizations.to_dicts()}
    rows = {(row["org_code"], row["group_id"]): row for row in inputs.shares.filter(school_year=year).to_dicts()}
    found = []
    for org in sorted(orgs):
        everyone, own = rows.get((org, "all"), {}), rows.get((org, group), {})
        share = None if own.get("share") is None else Fraction(round(own["share"] * 10**6), 10**6)
        place = places[org]
        numbers = (everyone.get("enrolled"), own.get("enrolled"), share)
        found.append(slow.School(org, place["district_code"], place["title1_status"], *numbers))
    return found


def test_gaps_of_small_states_are_those_of_the_definition() -> None:
    """Where anything is missing, and of some sides everything is there."""
    told = [side for seed in SEEDS for side in compared_sides(seed)]
    assert len(told) > 60
    assert {None, "too_many_missing"} <= set(told)


def compared_sides(seed: int) -> list[str | None]:
    """Compares every gap of a small state with the slow implementation; why each side has no figure."""
    inputs = small_state(seed, years=range(2021, 2023), districts=8)
    results = compute_results(inputs, [2022])
    bands = results.school_bands.filter(scope="title1")
    orgs = set(results.school_bands.filter(scope="state")["org_code"].to_list())
    assert set(bands.select("group_id", "org_code").rows()) == {(group, org) for group in GROUPS_NAMED for org in orgs}
    whys = []
    for row in for_the_agency(title_one(results)).filter(window="1").iter_rows(named=True):
        schools = schools_of(inputs, 2022, row["group_id"], orgs)
        values = values_of(results, row["measure_id"])
        nobody = slow.why_nobody(schools)
        if nobody is not None:
            assert row["reason"] == nobody
            continue
        for name in ("focal", "reference", "all"):
            side = slow.side_of(schools, values, name, "1")
            assert (row[f"{name}_schools"], row[f"{name}_missing"]) == (len(side.known), side.missing)
            assert row[f"{name}_reason"] == side.why
            found = (row[f"{name}_numerator"], row[f"{name}_denominator"])
            assert found == ((None, None) if side.why else (side.counted * 10_000, side.students * 10_000))
            whys.append(side.why)
    return whys


def values_of(results: Results, measure: str) -> dict[str, Value]:
    rows = results.school_values.filter(school_year=2022, measure_id=measure, window="1").iter_rows(named=True)
    return {
        one["org_code"]: Value(one["numerator"], one["denominator"], one["years_used"], one["reason"] or None)
        for one in rows
    }


def test_only_what_the_law_names_is_compared() -> None:
    gaps = title_one(compute_results(small_state(2), list(YEARS)))
    assert set(gaps["group_id"]) == set(GROUPS_NAMED) == {one.id for one in GROUPS.values() if one.statutory}
    assert set(gaps["measure_id"]) <= {one.id for one in MEASURES.values() if one.statutory}
    assert set(gaps.select("scope", "partition").rows()) == {("title1", "state")}


def districts_of(*statuses: str, measure: str = "T_OOF_80") -> Inputs:
    """A district for each, with one school of ten teachers of that status; shares differ from school to school."""
    districts = [f"{number:04d}0000" for number in range(1, len(statuses) + 1)]
    organizations: list[Any] = [(STATE, "STATE", STATE, "", None, None, None, "")]
    organizations += [(code, "DISTRICT", code, "", None, None, None, "") for code in districts]
    organizations += [
        (f"{code[:4]}0001", "SCHOOL", code, "HIGH", None, None, None, status)
        for code, status in zip(districts, statuses, strict=True)
    ]
    schools, chance = [row[0] for row in organizations if row[1] == "SCHOOL"], random.Random(len(statuses))
    sent = [
        (2022, org, measure, 10_000 * (place % 4), 100_000, MEASURES[measure].unit, None, "2022-agency", place + 2)
        for place, org in enumerate(schools)
    ]
    shares: list[Any] = [(2022, org, "all", 100.0, 200, None, "2022-students", 2) for org in schools]
    for group in GROUPS_NAMED:
        shares += [(2022, org, group, chance.randint(150, 850) / 10, None, None, "2022-students", 3) for org in schools]
    return inputs_of(sent, shares, organizations, [])


def known_to(own: str, inputs: Inputs, gaps: pl.DataFrame) -> set[str]:
    """The schools of others whose rate a district can work out: it knows its own, all numbers of students, and the sums
    that it sees. Each sum is an equation of the rates.
    """
    statuses = dict(inputs.organizations.filter(org_type="SCHOOL").select("org_code", "title1_status").rows())
    others = [org for org in sorted(statuses) if not org.startswith(own[:4])]
    equations = []
    for row in gaps.filter(pl.col("focal_rate").is_not_null()).iter_rows(named=True):
        schools = {one.org: one for one in schools_of(inputs, 2022, row["group_id"], set(statuses))}
        equations += [[schools[org].on(side) or 0 for org in others] for side in ("focal", "reference", "all")]
    if not equations:
        return set()
    matrix = np.array(equations, dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    units = np.eye(len(others))
    return {org for place, org in enumerate(others) if np.linalg.matrix_rank(np.vstack([matrix, units[place]])) == rank}


def test_a_district_cannot_work_out_a_school_of_another_from_what_it_sees() -> None:
    for statuses in (("SWP",) * 4 + ("NONE",) * 8, ("TAS",) * FEWEST + ("ELIG",) * FEWEST):
        inputs = districts_of(*statuses)
        gaps = title_one(compute_results(inputs, [2022])).filter(measure_id="T_OOF_80", window="1")
        assert known_to("00010000", inputs, gaps.filter(pl.col("seen_by") != "agency")) == set()
    of_three = districts_of(*["SWP"] * 3, *["NONE"] * 8)
    hidden = for_the_agency(title_one(compute_results(of_three, [2022]))).filter(measure_id="T_OOF_80", window="1")
    assert known_to("00010000", of_three, hidden) == {"00020001", "00030001"}  # what three would have told


def test_ratings_are_compared_where_a_definition_of_them_is_in_force() -> None:
    assert "T_EVAL_LOW" in MEASURES_NAMED
    inputs = districts_of(*["SWP"] * 5, *["NONE"] * 5, measure="T_EVAL_LOW")
    assert title_one(compute_results(inputs, [2022])).filter(measure_id="T_EVAL_LOW").is_empty()
    active = [one.in_state(State.ACTIVE) if one.measure_id == "T_EVAL_LOW" else one for one in shipped()]
    in_force = replace(inputs, definitions=InForce(tuple(active)))
    gaps = for_the_agency(title_one(compute_results(in_force, [2022]))).filter(measure_id="T_EVAL_LOW")
    assert gaps.select("group_id", "reason").rows() == [(group, None) for group in sorted(GROUPS_NAMED)]
    nothing = replace(in_force, aggregates=inputs.aggregates.with_columns(metric_id=pl.lit("T_OOF_80")))
    gaps = for_the_agency(title_one(compute_results(nothing, [2022]))).filter(measure_id="T_EVAL_LOW")
    assert gaps["reason"].to_list() == ["not_submitted"] * 2
    across = compute_results(in_force, [2022]).state_gaps.filter(measure_id="T_EVAL_LOW")
    assert set(across["method"]) == {"E"}


def computed_gap() -> StateGap:
    with across_districts(reason="tests: recompute"):
        actions.recompute(trigger="test")
        return StateGap.objects.get(**ONE)


@pytest.mark.django_db
@pytest.mark.usefixtures("own_files")
def test_another_status_in_the_directory_moves_the_gap_and_is_noted() -> None:
    keep_state(districts_of(*["SWP"] * 6, *["NONE"] * 6))
    with across_districts(reason="tests: recompute"):
        first = actions.recompute(trigger="test")
        assert first is not None
        assert actions.recompute(trigger="test") == first
        before = StateGap.objects.get(**ONE)
        School.objects.filter(org_code="00070001").update(title1_status="TAS")
        second = actions.recompute(trigger="test")
        assert second is not None
        after = StateGap.objects.get(**ONE)
        band = SchoolBand.objects.get(school__org_code="00070001", scope="title1", group="low_income")
        moved = StateMove.objects.get(**ONE)
    assert second.number == first.number + 1
    assert (before.focal_schools, after.focal_schools, after.reference_schools) == (6, 7, 5)
    assert (band.band, band.enrolled) == ("focal", round(200 * band.share / 100))
    assert (moved.was, moved.now) == (before.difference, after.difference)
    assert second.counts["StateGap"]["changed"] > 0
    assert second.counts["SchoolValue"]["changed"] == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("own_files")
def test_a_districts_new_figure_moves_the_gap_without_computing_all_districts() -> None:
    """What a run computes of some districts alone gives what a run from nothing gives."""
    inputs = districts_of(*["SWP"] * 5, *["NONE"] * 5)
    of_districts = inputs.aggregates.with_columns(
        snapshot_id=pl.concat_str(pl.lit("2022-"), pl.col("org_code").str.head(4))
    )
    keep_state(replace(inputs, aggregates=of_districts))
    before = computed_gap()
    mine = of_districts.filter(pl.col("org_code").str.starts_with("0001"))
    keep(mine.with_columns(numerator=pl.lit(70_000)), owner="00010000", year=2022)
    after = computed_gap()
    with across_districts(reason="tests: everything anew"):
        stored = list(StateGap.objects.filter(method="E").order_by("pk").values())
        run = actions.recompute(trigger="test", anew=True)
        assert list(StateGap.objects.filter(method="E").order_by("pk").values()) == stored
    assert run is not None
    assert run.previous is not None
    assert run.counts["StateGap"]["changed"] == 0
    assert run.previous.counts["SchoolValue"]["same"] < run.counts["SchoolValue"]["same"]
    assert (before.focal_rate or 0) < (after.focal_rate or 0)
    assert after.other_sources == 10
