"""Every error under /api/ has the same form, whoever refuses: a filter, a view, the wall, the resolver, a fault."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests.api.calling import wrong_fields
from tests.districts.cast import Cast

FORM = {"type", "title", "status", "detail", "instance", "errors"}


def assert_problem(answer: Any, status: int, kind: str, path: str) -> dict[str, Any]:
    """The answer has the status and the form; returns its body."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    body: dict[str, Any] = answer.json()
    assert set(body) == FORM
    assert (body["type"], body["status"]) == (f"urn:equityplan:problem:{kind}", status)
    assert body["instance"] == path
    assert all(set(error) == {"field", "message", "how_to_fix"} for error in body["errors"])
    assert body["title"]
    assert body["detail"]
    return body


def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named(world: Cast, alice: Client) -> None:
    body = assert_problem(alice.get("/api/v1/gaps/?yeer=2020-21"), 400, "invalid-request", "/api/v1/gaps/")
    assert body["errors"] == [
        {
            "field": "yeer",
            "message": "There is no such parameter.",
            "how_to_fix": "Leave it out. Known here: district, group, measure, method, page, page_size, partition, "
            "reason, school_year, scope, verdict, window.",
        }
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("school_year=2020-22", "school_year"),
        ("school_year=2021", "school_year"),
        ("school_year=2020-21&school_year=now", "school_year"),
        ("school_year=", "school_year"),
        ("measure=T_EXP", "measure"),
        ("measure=t_exp_lt3", "measure"),
        ("group=low", "group"),
        ("window=3", "window"),
        ("scope=town", "scope"),
        ("reason=rain", "reason"),
        ("partition=../x", "partition"),
        ("district=35", "district"),
        ("district=00100000&district=00100000", "district"),
        ("district=\u0660\u0660\u0661\u0660\u0660\u0660\u0660\u0660", "district"),
        ("page=0", "page"),
        ("page=last", "page"),
        ("page=1.5", "page"),
        ("page_size=1001", "page_size"),
        ("page_size=-1", "page_size"),
        ("page=1&page=2", "page"),
        ("format=csv", "format"),
        ("measure=%00", "measure"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_its_name(
    world: Cast, alice: Client, query: str, field: str
) -> None:
    answer = alice.get(f"/api/v1/gaps/?{query}")
    assert_problem(answer, 400, "invalid-request", "/api/v1/gaps/")
    assert wrong_fields(answer) == [field]


def test_all_that_is_wrong_is_said_at_once(world: Cast, alice: Client) -> None:
    answer = alice.get("/api/v1/gaps/?school_year=x&measure=y&window=pooled3")
    assert wrong_fields(answer) == ["school_year", "measure"]


def test_one_thing_takes_no_parameters(world: Cast, alice: Client) -> None:
    answer = alice.get("/api/v1/organizations/00100000/?school_year=2020-21")
    assert answer.json()["errors"][0]["how_to_fix"] == "Leave it out; there are no parameters here."


def test_without_sign_in_the_answer_says_how(world: Cast) -> None:
    answer = Client().get("/api/v1/values/")
    assert_problem(answer, 401, "not-signed-in", "/api/v1/values/")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_role_that_does_not_include_it(world: Cast, lena: Client) -> None:
    assert_problem(lena.get("/api/v1/gaps/"), 403, "not-permitted", "/api/v1/gaps/")


@pytest.mark.parametrize("path", ["/api/v1/values/none/", "/api/v1/nothing/", "/api/v2/values/", "/api/v1/values/%00/"])
def test_what_is_not_there(world: Cast, alice: Client, path: str) -> None:
    assert_problem(alice.get(path), 404, "not-found", path.replace("%00", "\x00"))


def test_a_page_after_the_last(world: Cast, alice: Client) -> None:
    after_the_last = alice.get("/api/v1/measures/?page=2")
    assert_problem(after_the_last, 404, "not-found", "/api/v1/measures/")
    assert (after_the_last.json()["detail"], wrong_fields(after_the_last)) == (
        "There is no page of this number.",
        ["page"],
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_method_the_address_does_not_have(world: Cast, alice: Client, method: str) -> None:
    answer = getattr(alice, method)("/api/v1/values/")
    assert_problem(answer, 405, "method-not-allowed", "/api/v1/values/")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_representation_there_is_not(world: Cast, alice: Client) -> None:
    answer = alice.get("/api/v1/values/", headers={"Accept": "text/html"})
    assert_problem(answer, 406, "not-acceptable", "/api/v1/values/")


@override_settings(EQP_API_RATES={"requests": 3, "uploads": 1})
def test_too_many_requests_in_a_minute(world: Cast, alice: Client) -> None:
    cache.clear()
    answers = [alice.get("/api/v1/measures/") for _ in range(8)]  # more than twice the rate: a minute may end between
    refused = next(answer for answer in answers if answer.status_code != 200)
    assert_problem(refused, 429, "too-many-requests", "/api/v1/measures/")
    assert 0 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Cache-Control"] == "private, no-store"


def test_without_the_cache_nobody_is_turned_away(world: Cast, alice: Client) -> None:
    from redis.exceptions import ConnectionError as NoCache

    with (
        patch("monitoring.api.throttling.cache.incr", side_effect=NoCache),
        override_settings(EQP_API_RATES={"requests": 0, "uploads": 0}),
    ):
        assert alice.get("/api/v1/measures/").status_code == 200


def test_a_fault_of_ours_is_told_without_its_insides(world: Cast) -> None:
    from tests.districts.cast import token_for

    token = token_for(world.north.member("district_admin"))
    client = Client(raise_request_exception=False, headers={"Authorization": f"Token {token}"})
    with patch("monitoring.api.views.values.values_for", side_effect=RuntimeError("secret 00200001")):
        answer = client.get("/api/v1/values/")
    assert_problem(answer, 500, "server-error", "/api/v1/values/")
    assert b"secret" not in answer.content


def test_a_host_that_is_not_ours(world: Cast) -> None:
    answer = Client(headers={"Host": "elsewhere.example"}).get("/api/v1/measures/")
    assert_problem(answer, 400, "invalid-request", "/api/v1/measures/")


def test_errors_carry_the_security_headers_as_well(world: Cast) -> None:
    answer = Client().get("/api/v1/nothing/")
    assert "default-src" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
