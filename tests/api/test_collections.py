"""Collections through the API: seen as on the pages, handed over and accepted by the same acts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from districts import outbox
from monitoring.api.serializers.collections import NewExplanationSerializer, WarningSerializer
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from tests.api.calling import by_token, every_page, ids, rows, wrong_fields
from tests.api.test_errors import assert_problem
from tests.api.test_query_counts import reads
from tests.districts.cast import Cast
from tests.intake.collecting import IN_TIME, all_stand, certified, disagree, how, stands, warned

ALL = "/api/v1/collections/"
OCTOBER = f"{ALL}00100000.2024-25.OCT/"
TOLD_TO_NO_AGENCY = ("errors", "warnings", "unexplained")


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with time_machine.travel(IN_TIME, tick=False):
        yield


@pytest.fixture
def dave(world: Cast) -> Client:
    """Northfield's certifier."""
    return by_token(world.north.member("certifier"))


def act(client: Client, name: str, **body: Any) -> Any:
    return client.post(f"{OCTOBER}{name}/", json.dumps(body), content_type="application/json")


def test_a_program_hands_a_collection_over_and_the_agency_accepts_it(
    world: Cast, carol: Client, dave: Client, erin: Client
) -> None:
    warned(all_stand(world.north)["staff_roster"], "W-EXPERIENCE-AGE", 3)
    stood = carol.get(OCTOBER).json()
    assert (stood["state"], stood["warnings"], stood["unexplained"], stood["missing"], stood["acts"]) == (
        "transmitted",
        3,
        3,
        [],
        [],
    )
    assert_problem(act(carol, "submission"), 409, "conflict", f"{OCTOBER}submission/")
    word = {"layout": "staff_roster", "rule": "W-EXPERIENCE-AGE", "text": " Three career changers. "}
    assert_problem(act(carol, "explanation", **word, fingerprint="0"), 409, "conflict", f"{OCTOBER}explanation/")
    word["fingerprint"] = rows(carol.get(f"{OCTOBER}warnings/"))[0]["fingerprint"]
    assert act(carol, "explanation", **word).json()["acts"] == ["submit"]
    assert [act(carol, "submission").json()["state"] for _ in range(2)] == ["submitted", "submitted"]
    assert wrong_fields(act(dave, "certification", words="yes")) == ["words", "fingerprint"]
    signed = {"words": "I certify", "fingerprint": dave.get(OCTOBER).json()["fingerprint"]}
    stands(world.north, "student", "sent since then")
    assert_problem(act(dave, "certification", **signed), 409, "conflict", f"{OCTOBER}certification/")
    signed["fingerprint"] = dave.get(OCTOBER).json()["fingerprint"]
    assert [act(dave, "certification", **signed).json()["state"] for _ in range(2)] == ["certified", "certified"]
    told = act(erin, "acceptance").json()
    assert (told["state"], [one["act"] for one in told["history"]]) == ("accepted", ["accept", "certify", "submit"])
    assert act(erin, "window", until="2024-12-01", reason="Two classes.").json()["window_until"] == "2024-12-01"
    assert (how(world.north).state, carol.get(OCTOBER).json()["history"][0]["by"]) == ("edit_window", "Erin Analyst")


def test_what_cannot_be_done_is_refused_with_its_reason_and_nothing_is_written(
    world: Cast, carol: Client, dave: Client, erin: Client, grace: Client
) -> None:
    told = carol.get(OCTOBER).json()
    assert (len(told["missing"]), told["layouts_came"], told["next_steps"][0]["who"]) == (4, 0, "the data steward")
    why = act(carol, "submission").json()["detail"]
    assert why.startswith("Not everything is ready yet")
    certified(world)
    assert "Only the certifier" in act(carol, "withdrawal", reason="x").json()["detail"].replace("only", "Only")
    for name, body, field in (
        ("withdrawal", {"reason": " "}, "reason"),
        ("withdrawal", {"reason": "x", "by": "me"}, "by"),
        ("explanation", {"layout": "staff_roster", "rule": "W-NONE", "text": "x"}, "rule"),
        ("explanation", {"layout": "staff_roster", "rule": "W-EXPERIENCE-AGE", "text": "Ask ann@example.org"}, "text"),
        ("withdrawal", {"reason": "Ann Smith, 123-45-6789"}, "reason"),
    ):
        assert wrong_fields(act(dave, name, **body)) == [field]
    assert "has passed already" in act(erin, "window", until="2024-10-19", reason="x").json()["detail"]
    forbidden = [(carol, "certification"), (dave, "submission"), (erin, "submission"), (dave, "acceptance")]
    assert [act(client, name).status_code for client, name in forbidden] == [403] * 4
    assert_problem(act(grace, "submission"), 404, "not-found", f"{OCTOBER}submission/")
    assert how(world.north).state == "certified"
    assert act(erin, "return", reason="See the note.").json()["state_title"] == "Returned by ESE"
    unknown = ("00100000.2024-25.APR", "00100000.2024-26.OCT", "00000000.2024-25.OCT", "99990000.2024-25.OCT", "x")
    for client in (carol, erin):
        assert [client.get(f"{ALL}{one}/").status_code for one in unknown] == [404] * 5


def test_the_agency_sees_of_collections_what_its_pages_show(world: Cast, carol: Client, erin: Client) -> None:
    warned(all_stand(world.north)["staff_roster"], "W-EXPERIENCE-AGE", 3)
    word = {"layout": "staff_roster", "rule": "W-EXPERIENCE-AGE", "text": "Career changers."}
    act(carol, "explanation", **word)
    disagree(world.north, "W-ROSTER-IDLE", "staff_roster", 3)
    mine, seen = (client.get(OCTOBER).json() for client in (carol, erin))
    assert (mine["state"], seen["state"], seen["layouts_came"]) == ("transmitted", "open", 4)
    kept = (*TOLD_TO_NO_AGENCY, "missing", "files", "held", "put_off", "fingerprint")
    assert [seen[name] for name in kept] == [None] * 8
    warnings = f"{OCTOBER}warnings/"
    assert [(one["rule"], one["total"], one["is_explained"]) for one in rows(carol.get(warnings))] == [
        ("W-EXPERIENCE-AGE", 3, True),
        ("W-ROSTER-IDLE", 3, False),
    ]
    assert rows(erin.get(warnings)) == []
    act(carol, "explanation", **(word | {"rule": "W-ROSTER-IDLE", "text": "On leave."}))
    act(carol, "submission")
    assert [(one["rule"], one["total"], one["explanations"][0]["text"]) for one in rows(erin.get(warnings))] == [
        ("W-EXPERIENCE-AGE", None, "Career changers."),
        ("W-ROSTER-IDLE", None, "On leave."),
    ]


def test_of_newer_licenses_of_a_district_the_agency_learns_that_they_came(
    world: Cast, carol: Client, erin: Client
) -> None:
    certified(world)
    stands(world.north, "license", rows=[{}] * 3)
    stands(world.agency, "course_crosswalk")
    licenses = {"layout": "license", "of_agency": False, "rows": 3, "since": "2024-10-20"}
    courses = {"layout": "course_crosswalk", "of_agency": True, "rows": 1, "since": "2024-10-20"}
    mine, seen = (client.get(OCTOBER).json()["newer_beside"] for client in (carol, erin))
    assert (mine, seen) == ([licenses, courses], [licenses | {"rows": None}, courses])


def test_whatever_is_listed_as_a_warning_can_be_explained(world: Cast, carol: Client) -> None:
    all_stand(world.north)
    told = {rule.dataset: rule.id for rule in CROSS_RULES.values() if rule.severity == "W"}
    for layout, rule_id in told.items():
        disagree(world.north, rule_id, layout, 3)
    for layout in COLLECTIONS["OCT"].layouts:
        warned(stands(world.north, layout, "sent again"), "W-EXPERIENCE-AGE", 3)
    listed = [(one["layout"], one["rule"]) for one in rows(carol.get(f"{OCTOBER}warnings/"))]
    assert {layout for layout, _ in listed} == {*told, *COLLECTIONS["OCT"].layouts} >= {"license"}
    for layout, rule in listed:
        assert act(carol, "explanation", layout=layout, rule=rule, text="As it is.").status_code == 200
    assert {one["is_explained"] for one in rows(carol.get(f"{OCTOBER}warnings/"))} == {True}


def test_warnings_of_every_layout_can_be_listed_and_explained() -> None:
    sent = [layout for one in COLLECTIONS.values() for layout in one.layouts]
    between = [rule.dataset for rule in CROSS_RULES.values()]
    for told in (WarningSerializer(), NewExplanationSerializer()):
        assert set(told.fields["layout"].choices) == {*sent, *between}  # type: ignore[attr-defined]


def test_collections_are_listed_with_filters_each_to_whom_it_is(
    world: Cast, carol: Client, erin: Client, grace: Client
) -> None:
    certified(world)
    stands(world.north, "student", "with errors", errors=2, collection="MAR")
    own = every_page(carol, f"{ALL}?page_size=2")
    assert [one["id"].removeprefix("00100000.2024-25.") for one in own] == ["OCT", "MAR", "EOY", "FIG"]
    assert [one["state"] for one in own] == ["certified", "open", "open", "open"]
    assert [(one["errors"], one["layouts_came"]) for one in own[:2]] == [(0, 4), (2, 1)]
    assert ids(carol.get(f"{ALL}?state=certified")) == [own[0]["id"]]
    assert {one["district"] for one in rows(grace.get(ALL))} == {"00200000"}
    assert grace.get(f"{ALL}?district=00100000").status_code == 404
    assert ids(erin.get(f"{ALL}?state=certified&school_year=2024-25")) == [own[0]["id"]]
    everything = rows(erin.get(f"{ALL}?page_size=1000"))
    assert len(everything) == len({one["id"] for one in everything}) == 2 * 3 * 4  # years, districts, collections
    assert {name: one[name] for one in everything for name in TOLD_TO_NO_AGENCY} == dict.fromkeys(TOLD_TO_NO_AGENCY)
    assert len(ids(erin.get(f"{ALL}?collection=EOY&district=00200000"))) == 2
    assert wrong_fields(carol.get(f"{ALL}?state=new")) == ["state"]


def test_the_agency_reminds_by_program_and_both_read_which_reminder_went_out(
    world: Cast, carol: Client, erin: Client, mailoutbox: list[Any]
) -> None:
    assert [act(erin, "reminder", note="Call me.").status_code for _ in range(2)] == [200, 200]
    outbox.run_waiting()
    assert (len(mailoutbox), act(erin, "reminder", note=" ").status_code, act(carol, "reminder").status_code) == (
        *(2, 400, 403),
    )
    for client in (carol, erin):
        (told,) = client.get(OCTOBER).json()["reminders"]
        assert (told["title"], told["by"], told["note"], told["people"]) == ("By hand", "Erin Analyst", "Call me.", 2)
    certified(world)
    assert_problem(act(erin, "reminder"), 409, "conflict", f"{OCTOBER}reminder/")


def test_what_files_say_against_each_other_is_the_districts_as_rows_and_as_csv(
    world: Cast, carol: Client, erin: Client, grace: Client
) -> None:
    disagree(world.north, "E-ROSTER-ASSIGNMENT", "work_assignment", 2)
    findings = f"{OCTOBER}findings/"
    assert (rows(carol.get(f"{findings}?rule=W-ROSTER-IDLE")), erin.get(findings).status_code) == ([], 404)
    assert grace.get(findings).status_code == 404
    browser = Client()
    browser.force_login(world.north.person("district_steward"))
    page = browser.get("/d/00100000/collections/2024-25/OCT/cross-findings.csv")
    assert carol.get(f"{findings}?format=csv").content == page.content


def test_collections_cost_a_fixed_number_of_reads(world: Cast, carol: Client, erin: Client) -> None:
    certified(world)
    place = "collections/00100000.2024-25.OCT/"
    paths = ("collections/", place, f"{place}warnings/", f"{place}findings/")
    assert [len(reads(carol, path)) for path in paths] == [8, 10, 10, 11]
    assert [len(reads(erin, path)) for path in paths[:3]] == [5, 8, 8]


def test_a_program_says_how_long_a_collection_took_and_the_agency_reads_it_of_several_alone(
    world: Cast, carol: Client, dave: Client, erin: Client
) -> None:
    certified(world)
    assert wrong_fields(act(dave, "estimate", minutes=0)) == ["minutes"]
    assert wrong_fields(act(dave, "estimate")) == ["minutes"]
    assert [act(one, "estimate", minutes=240).status_code for one in (dave, carol)] == [200, 200]
    (line,) = rows(carol.get("/api/v1/burden/?school_year=2024-25&collection=OCT"))
    assert (line["files"], line["people"], line["days"], line["minutes"]) == (4, 3, 0, 240)
    assert rows(carol.get("/api/v1/burden/?collection=EOY")) == []
    act(dave, "estimate", minutes=None)
    assert [one["minutes"] for one in rows(carol.get("/api/v1/burden/"))] == [None]
    assert rows(erin.get("/api/v1/burden/")) == []
    whole, own = rows(erin.get("/api/v1/burden-of-all/"))
    assert (whole["size"], own["size"], whole["minutes"], whole["days"]) == (
        *(None, "2-5", None),
        {"districts": 1, "low": 0.0, "median": 0.0, "high": 0.0},
    )


def test_nothing_is_estimated_where_nothing_is_on_record(world: Cast, dave: Client) -> None:
    assert_problem(act(dave, "estimate", minutes=60), 409, "conflict", f"{OCTOBER}estimate/")


def test_columns_tell_what_they_are_used_for(client: Client) -> None:
    found = {(one["layout"], one["column"]): one for one in every_page(client, "/api/v1/columns/?page_size=1000")}
    used, unused = found["student", "race_ethnicity"], found["staff_roster", "race_ethnicity"]
    assert [use["id"] for use in used["uses"]] == ["races", "experiences"]
    assert (unused["uses"], bool(unused["asked_for"]), used["asked_for"]) == ([], True, None)
