"""Definitions by program: what was ever active for everybody who signs in, drafts and dual runs for the agency."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from monitoring.analysis.definitions.lifecycle import Step
from monitoring.analysis.definitions.shipped import shipped
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.people.experience import Experience
from monitoring.definitions import actions
from monitoring.results.models import DualRun
from tests.definitions.analysts import as_agency, drafted, like
from tests.districts.cast import Cast

FOUR = like("T_EXP_LT3.1", rule=Experience(below=4, scope="MA_PUBLIC"), first_year=2026)


@pytest.fixture
def draft(world: Cast) -> Any:
    erin = world.agency.member("ese_analyst")
    stored = drafted(FOUR, by=erin)
    with as_agency(erin):
        DualRun.objects.create(measure="T_EXP_LT3", version=2, asked_by="Erin", state="done", comparison=MOVED)
    return stored


MOVED = {"windows": [{"window": "1", "levels": [], "state": [], "gaps": [],
         "districts": [{"school_year": 2026, "of": "00100000", "before": 0.1, "after": 0.25}]}]}  # fmt: skip


def ids(client: Client, query: str = "") -> list[str]:
    found: list[str] = []
    for page in (1, 2, 3):
        answer = client.get(f"/api/v1/definitions/?page={page}&page_size=50{query}")
        if answer.status_code != 200:
            break
        found += [one["id"] for one in answer.json()["results"]]
    return found


def test_districts_list_what_was_active_or_is_promised_and_the_agency_drafts_too(
    draft: Any, alice: Client, erin: Client
) -> None:
    published = {one.id for one in shipped() if one.was_active or one.due}
    assert set(ids(alice)) == published
    assert set(ids(erin)) == {one.id for one in shipped()} | {"T_EXP_LT3.2"}
    assert ids(erin, "&state=draft&measure=T_EXP_LT3") == ["T_EXP_LT3.2"]
    assert ids(alice, "&state=pending") == ["T_EXAM.1"]


def test_one_version_says_its_rule_as_data_and_in_words(draft: Any, alice: Client, erin: Client) -> None:
    found = erin.get("/api/v1/definitions/T_EXP_LT3.2/").json()
    assert (found["rule"]["below"], found["first_year"], found["author"]) == (4, "2025-26", "Erin Analyst")
    assert {"title": "Completed years", "text": "fewer than 4"} in found["rule_in_words"]
    assert found["definition_hash"] == replace(FOUR, version=2).definition_hash
    for path in ("T_EXP_LT3.2/", "T_EXP_LT3.2/difference/T_EXP_LT3.1/"):
        assert alice.get(f"/api/v1/definitions/{path}").status_code == 404
    for name in ("T_EXP_LT3", "T_EXP_LT3.x", "T_EXP_LT3.99999", "NONE.1", "T_EXP_LT3.1.1"):
        assert erin.get(f"/api/v1/definitions/{name}/").status_code == 404, name


def test_two_versions_differ_field_by_field(draft: Any, alice: Client, erin: Client) -> None:
    found = erin.get("/api/v1/definitions/T_EXP_LT3.2/difference/T_EXP_LT3.1/").json()
    assert [(one["field"], one["before"], one["after"]) for one in found["changes"]][:3] == [
        ("below", "fewer than 3", "fewer than 4"),
        ("formula", MEASURES["T_EXP_LT3"].formula, "those counted / all of them"),
        ("years", "all school years", "from 2025-26 on"),
    ]
    two = alice.get("/api/v1/definitions/T_UNQ.2/difference/T_UNQ.1/").json()
    assert [one["field"] for one in two["changes"]] == ["items", "years"]
    assert erin.get("/api/v1/definitions/T_UNQ.2/difference/T_TURN.1/").status_code == 404


def test_what_a_version_would_move_is_the_agencys_to_read(draft: Any, alice: Client, erin: Client) -> None:
    found = erin.get("/api/v1/definitions/T_EXP_LT3.2/dual-run/").json()
    assert found["comparisons"][0]["districts"] == [
        {"school_year": "2025-26", "of": "00100000", "before": 0.1, "after": 0.25}
    ]
    assert alice.get("/api/v1/definitions/T_EXP_LT3.1/dual-run/").status_code == 403
    assert erin.get("/api/v1/definitions/T_EXP_LT3.1/dual-run/").status_code == 404


def test_a_draft_is_seen_by_nobody_else_until_it_was_active(draft: Any, world: Cast, alice: Client) -> None:
    erin = world.agency.member("ese_analyst")
    with as_agency(erin):
        actions.take_step(measure="T_EXP_LT3", version=2, step=Step.PUT_FORWARD, by=erin)
    assert alice.get("/api/v1/definitions/T_EXP_LT3.2/").status_code == 404


def test_a_name_that_is_none_is_not_found(erin: Client) -> None:
    for name in ("%00.1", "T_NONE.1", "T_TURN.\u0661", "T_TURN.", "T_TURN.99999"):
        assert erin.get(f"/api/v1/definitions/{name}/").status_code == 404
