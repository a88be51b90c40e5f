"""Values and gaps: stored rows as they are, found by filters that mean what they say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from districts.wall import in_state
from monitoring.analysis.intervals import ENDS
from monitoring.api.identities import gap_id, value_id
from monitoring.results.models import DistrictValue, SchoolBand, SchoolValue, StateGap, StateValue
from tests.api.calling import every_page, ids, rows
from tests.districts.cast import Cast


def as_number(amount: Decimal | None) -> float:
    assert amount is not None
    return float(amount)


def test_a_value_has_numerator_denominator_and_the_rate_as_it_is_stored(world: Cast, erin: Client) -> None:
    with in_state(world.agency.id):
        stored = SchoolValue.objects.filter(measure="T_EXP_LT3", window="1", reason="").select_related("school").first()
    answer = erin.get(f"/api/v1/values/{value_id(stored)}/").json()
    figures_of_it = {name: answer[name] for name in ("numerator", "denominator", "rate", "reason", "reason_text")}
    assert figures_of_it == {
        "numerator": as_number(stored.numerator),
        "denominator": as_number(stored.denominator),
        "rate": stored.rate,
        "reason": None,
        "reason_text": None,
    }


def test_where_there_is_no_rate_the_reason_stands_in_its_place(world: Cast, erin: Client) -> None:
    answer = erin.get("/api/v1/values/00200001.T_TURN.2020-21.1/").json()
    assert (answer["rate"], answer["numerator"]) == (None, None)
    assert (answer["reason"], answer["reason_text"]) == ("not_submitted", "not submitted")


def test_school_years_are_written_with_both_years_everywhere(world: Cast, erin: Client) -> None:
    answer = erin.get("/api/v1/values/00100001.T_TURN.2021-22.pooled3/").json()
    assert (answer["school_year"], answer["years_used"]) == ("2021-22", ["2019-20", "2020-21", "2021-22"])


def test_all_filters_together_leave_the_one_gap_they_name(world: Cast, alice: Client) -> None:
    asked = "school_year=2020-21&measure=T_EXP_LT3&group=low_income&window=pooled3&scope=state"
    assert ids(alice.get(f"/api/v1/gaps/?{asked}")) == ["Q.state.state.low_income.T_EXP_LT3.2020-21.pooled3"]


def test_a_gap_is_the_stored_row(world: Cast, erin: Client) -> None:
    with in_state(world.agency.id):
        stored = StateGap.objects.get(
            measure="T_EXP_LT3", group="low_income", window="1", school_year=2021, scope="state"
        )
    answer = erin.get(f"/api/v1/gaps/{gap_id(stored)}/").json()
    assert answer["focal"] == {
        "units": stored.focal_schools,
        "missing": stored.focal_missing,
        "numerator": as_number(stored.focal_numerator),
        "denominator": as_number(stored.focal_denominator),
        "rate": stored.focal_rate,
        "reason": None,
        "reason_text": None,
    }
    assert (answer["difference"], answer["ratio"]) == (stored.difference, stored.ratio)
    assert (answer["people_to_close"], answer["reason"]) == (stored.people_to_close, None)


def test_a_figure_of_the_state_that_rests_on_two_districts_has_a_reason_in_its_place_for_a_district(
    world: Cast, alice: Client, erin: Client
) -> None:
    asked = "/api/v1/values/00000000.T_TURN.2020-21.1/"  # Southport's schools sent no turnover
    seen, told = erin.get(asked).json(), alice.get(asked).json()
    assert (seen["districts"], seen["districts_with_figure"], seen["reason"]) == (3, 2, None)
    assert seen["rate"] > 0
    assert [told[name] for name in ("rate", "numerator", "denominator")] == [None] * 3
    assert (told["districts_with_figure"], told["reason"]) == (2, "too_few_districts")


def test_a_repeated_filter_asks_for_any_of_its_values(world: Cast, alice: Client) -> None:
    found = rows(
        alice.get("/api/v1/values/?school_year=2019-20&school_year=2020-21&measure=T_TURN&scope=state&window=1")
    )
    assert [row["school_year"] for row in found] == ["2019-20", "2020-21"]


def test_every_filter_of_values_keeps_what_fits_and_nothing_else(world: Cast, erin: Client) -> None:
    everything = every_page(erin, "/api/v1/values/?page_size=1000")
    for parameter, column, value in (
        ("school_year", "school_year", "2020-21"),
        ("measure", "measure", "P_TURN"),
        ("window", "window", "pooled3"),
        ("scope", "scope", "district"),
        ("organization", "organization", "00100002"),
        ("district", "district", "00200000"),
        ("reason", "reason", "not_submitted"),
    ):
        kept = every_page(erin, f"/api/v1/values/?page_size=1000&{parameter}={value}")
        assert kept == [row for row in everything if row[column] == value] != []


@pytest.mark.slow
def test_every_filter_of_gaps_keeps_what_fits_and_nothing_else(world: Cast, erin: Client) -> None:
    everything = every_page(erin, "/api/v1/gaps/?page_size=1000")
    for parameter, column, value in (
        ("school_year", "school_year", "2021-22"),
        ("measure", "measure", "T_OOF_80"),
        ("window", "window", "1"),
        ("group", "group", "english_learners"),
        ("method", "method", "Q"),
        ("scope", "scope", "level"),
        ("partition", "partition", "00300000"),
        ("district", "district", "00300000"),
        ("reason", "reason", "withheld"),
    ):
        kept = every_page(erin, f"/api/v1/gaps/?page_size=1000&{parameter}={value}")
        assert kept == [row for row in everything if row[column] == value] != []


def test_the_lists_hold_every_stored_row_once(world: Cast, erin: Client) -> None:
    with in_state(world.agency.id):
        stored = [
            value_id(row)
            for model, related in ((StateValue, ()), (DistrictValue, ("district",)), (SchoolValue, ("school",)))
            for row in model.objects.select_related(*related)
        ]
    found = [row["id"] for row in every_page(erin, "/api/v1/values/?page_size=1000")]
    assert sorted(found) == sorted(stored)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("size", [1, 7, 50])
def test_pages_of_any_size_make_up_the_same_list(world: Cast, alice: Client, size: int) -> None:
    where = "measure=T_EXP_LT3&window=1"
    whole = rows(alice.get(f"/api/v1/values/?{where}&page_size=1000"))
    assert every_page(alice, f"/api/v1/values/?{where}&page_size={size}") == whole


def test_an_id_of_no_known_form_is_as_missing_as_one_without_a_row(world: Cast, alice: Client) -> None:
    for text in ("1", "00100000.T_EXP_LT3.2021.1", "00100000.T_EXP_LT3.2020-22.1", "00100000.T_EXP_LT3.1995-96.1"):
        assert alice.get(f"/api/v1/values/{text}/").status_code == 404
    for text in ("1", "Q.state.state.low_income.T_EXP_LT3.2020-21", "Q.state.state.none.T_EXP_LT3.2020-21.1"):
        assert alice.get(f"/api/v1/gaps/{text}/").status_code == 404


def test_a_value_leads_to_the_row_of_the_file_it_stands_in(world: Cast, alice: Client) -> None:
    value = alice.get("/api/v1/values/00100001.T_EXP_LT3.2020-21.1/").json()
    origin = alice.get(value["provenance"]).json()
    assert (origin["measure"]["id"], origin["group"], origin["run"]["id"]) == ("T_EXP_LT3", None, value["run"])
    assert [(file["file_name"], file["row"]) for file in origin["origins"]] == [("metric_aggregate_2021.csv", 2)]
    assert (origin["definition_is_current"], origin["other_files"]) == (True, 0)


def test_a_gap_leads_to_definitions_run_and_files(world: Cast, alice: Client, erin: Client) -> None:
    gap = erin.get("/api/v1/gaps/Q.state.state.low_income.T_EXP_LT3.2020-21.1/").json()
    origin = erin.get(gap["provenance"]).json()
    assert (origin["measure"]["id"], origin["group"]["id"]) == ("T_EXP_LT3", "low_income")
    names = sorted(file["file_name"] for file in origin["origins"])
    assert names == ["metric_aggregate_2021.csv", "school_enrollment_2021.csv"]
    of_few = alice.get(gap["provenance"]).json()  # of two districts: its figure is not hers to see
    assert (of_few["group"]["id"], of_few["origins"], of_few["other_files"]) == ("low_income", [], 0)


def test_a_gap_leads_to_the_values_at_both_its_ends_and_each_of_them_to_its_rows(
    world: Cast, alice: Client, erin: Client
) -> None:
    gap = "/api/v1/gaps/Q.state.state.low_income.T_EXP_LT3.2020-21.1/"
    values = erin.get(f"{gap}provenance/").json()["values"]
    assert values == f"{gap}values/"
    with in_state(world.agency.id):
        bands = SchoolBand.objects.filter(scope="state", group="low_income", school_year=2021, band__in=ENDS)
        stand = sorted((one.band, one.school.org_code) for one in bands.select_related("school"))
    found = rows(erin.get(values))
    assert [(one["end"], one["organization"]) for one in found] == stand
    assert {one["end"] for one in found} == set(ENDS)
    own = [one for one in found if one["district"] == "00100000"]
    assert rows(alice.get(values)) == own
    assert [alice.get(one["provenance"]).json()["origins"][0]["row"] for one in own] == [2, 8]
