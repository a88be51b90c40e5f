"""Proposals about columns: seen by those who see the upload, decided by the state agency."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from districts.models import AuditEvent
from districts.wall import across_districts, in_district
from monitoring.intake.models import ColumnProposal
from tests.api.calling import ids, rows, wrong_fields
from tests.api.test_errors import assert_problem
from tests.districts.cast import Cast, Tenant
from tests.intake.wall_objects import proposal_id

PROPOSALS = "/api/v1/proposals/"


def proposed(tenant: Tenant) -> str:
    """The address of a proposal of this tenant."""
    with across_districts(reason="tests: a proposal"):
        return f"{PROPOSALS}{proposal_id(tenant)}/"


def decide(client: Client, proposal: str, **body: Any) -> Any:
    return client.post(f"{proposal}decision/", json.dumps(body), content_type="application/json")


def test_a_proposal_is_seen_by_its_district_and_the_agency(
    world: Cast, carol: Client, grace: Client, erin: Client
) -> None:
    one = proposed(world.north)
    assert (carol.get(one).status_code, grace.get(one).status_code, erin.get(one).status_code) == (200, 404, 200)
    own = carol.get(one).json()
    assert (own["state"], own["district"], own["school_year"]) == ("proposed", "00100000", "2020-21")
    assert (rows(carol.get(PROPOSALS)), rows(grace.get(PROPOSALS)), rows(erin.get(PROPOSALS))) == ([own], [], [own])


def test_confirmed_or_declined_it_says_who_decided(world: Cast, erin: Client) -> None:
    for tenant, decision, state in (
        (world.north, "confirm", "confirmed"),
        (world.south, "decline", "declined"),
        (world.agency, "confirm", "confirmed"),
    ):
        told = decide(erin, proposed(tenant), decision=decision).json()
        assert (told["state"], told["decided_by"]) == (state, "Erin Analyst")
        with in_district(tenant.id):
            assert AuditEvent.objects.filter(object_id=told["id"]).count() == 1


def test_said_twice_it_is_the_same_and_the_other_way_it_is_a_conflict(world: Cast, erin: Client) -> None:
    one = proposed(world.north)
    assert decide(erin, one, decision="confirm").status_code == 200
    assert decide(erin, one, decision="confirm").status_code == 200
    assert_problem(decide(erin, one, decision="decline"), 409, "conflict", f"{one}decision/")


def test_who_sent_the_file_does_not_decide_and_others_do_not_find_it(world: Cast, carol: Client, grace: Client) -> None:
    one = proposed(world.north)
    answers = [decide(client, one, decision="confirm").status_code for client in (carol, grace)]
    assert answers == [403, 403]
    with in_district(world.north.id):
        assert ColumnProposal.objects.get().state == "proposed"


def test_a_role_without_the_right_may_look_but_not_decide(world: Cast, alice: Client) -> None:
    one = proposed(world.north)
    assert (alice.get(one).status_code, decide(alice, one, decision="confirm").status_code) == (200, 403)


def test_a_decision_that_is_none_is_refused(world: Cast, erin: Client) -> None:
    one = proposed(world.north)
    assert wrong_fields(decide(erin, one)) == ["decision"]
    assert wrong_fields(decide(erin, one, decision="perhaps")) == ["decision"]
    assert wrong_fields(decide(erin, one, decision="confirm", because="so")) == ["because"]
    address = f"{one}decision/"
    for body, kind, status, name in (
        (b"{", "application/json", 400, "invalid-request"),
        (b"[]", "application/json", 400, "invalid-request"),
        (b"decision=confirm", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
        (b" " * 70_000 + b"{}", "application/json", 413, "too-large"),
    ):
        answer = erin.post(address, body, content_type=kind)
        assert_problem(answer, status, name, address)
        assert status != 415 or answer.json()["detail"] == "Send the body as application/json."


def test_every_filter_of_proposals_keeps_what_fits(world: Cast, erin: Client) -> None:
    north, south = proposed(world.north), proposed(world.south)
    assert ids(erin.get(f"{PROPOSALS}?district=00200000")) == [south.split("/")[-2]]
    everything = {one.split("/")[-2] for one in (north, south)}
    for query in ("state=proposed", "school_year=2020-21", "report=dese_teacher_data"):
        assert set(ids(erin.get(f"{PROPOSALS}?{query}"))) == everything
    for query in ("state=declined", "school_year=2019-20", "report=metric_aggregate"):
        assert ids(erin.get(f"{PROPOSALS}?{query}")) == []
