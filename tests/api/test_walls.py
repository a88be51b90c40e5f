"""What a member may see through the API: one's own tenant, the state's figures, and nothing that tells of others."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from districts.actions import add_member
from districts.models import District
from districts.wall import across_districts, in_district
from tests.api.calling import by_token, every_page, rows
from tests.districts.cast import MISSING_CODE, Cast, Tenant, add_person

LISTS = ("organizations", "values", "gaps")
SOUTH, NORTH, WEST = "00200000", "00100000", "00300000"
UNKNOWN = "There is no such parameter."
# What Northfield's administrator gets by parameters that might lead to Southport's rows: how many, or that there is no
# such parameter. The 48 values are Northfield's own.
LEADS_TO: dict[tuple[str, str], int | str] = {
    ("organizations", "code=00200001"): 0,
    ("organizations", "name=South"): 0,
    ("organizations", "organization=00200001"): UNKNOWN,
    ("values", "organization=00200001"): 0,
    ("values", "scope=district"): 48,
    ("values", "code=00200001"): UNKNOWN,
    ("gaps", f"partition={SOUTH}"): 0,
    ("gaps", "scope=district"): 0,
    ("gaps", "organization=00200001"): UNKNOWN,
}


def owners(found: list[dict[str, Any]]) -> set[str | None]:
    return {row["district"] for row in found}


def test_a_member_of_a_district_sees_its_rows_and_the_states(world: Cast, alice: Client) -> None:
    assert owners(every_page(alice, "/api/v1/values/?page_size=1000")) == {NORTH, None}
    assert owners(every_page(alice, "/api/v1/gaps/?page_size=1000")) == {None}  # too few schools for any of its own
    with across_districts(reason="tests: a third district"):
        west = Tenant(District.objects.get(org_code=WEST))
    olga = by_token(add_person(west, "certifier"))
    for name in ("values", "gaps"):
        assert owners(every_page(olga, f"/api/v1/{name}/?page_size=1000")) == {WEST, None}


def test_the_agency_sees_all_districts(world: Cast, erin: Client) -> None:
    assert owners(every_page(erin, "/api/v1/values/?page_size=1000")) == {NORTH, SOUTH, WEST, None}
    codes = {row["code"] for row in every_page(erin, "/api/v1/organizations/?page_size=1000")}
    assert {"00000000", NORTH, "00100001", SOUTH, "00200001"} <= codes


def test_a_member_of_a_district_finds_it_its_schools_and_the_agency(world: Cast, alice: Client) -> None:
    codes = [row["code"] for row in rows(alice.get("/api/v1/organizations/"))]
    assert codes == ["00000000", NORTH, "00100001", "00100002", "00100003"]


@pytest.mark.parametrize("name", LISTS)
def test_another_tenants_code_is_answered_like_one_that_does_not_exist(world: Cast, alice: Client, name: str) -> None:
    other, missing = (alice.get(f"/api/v1/{name}/?district={code}") for code in (SOUTH, MISSING_CODE))
    assert (other.status_code, missing.status_code) == (404, 404)
    assert other.content == missing.content
    assert alice.get(f"/api/v1/{name}/?district={NORTH}").status_code == 200


@pytest.mark.parametrize(("name", "parameter"), LEADS_TO)
def test_no_filter_leads_to_another_tenants_rows(
    world: Cast, alice: Client, erin: Client, name: str, parameter: str
) -> None:
    path, expected = f"/api/v1/{name}/?page_size=1000&{parameter}", LEADS_TO[name, parameter]
    answer = alice.get(path)
    if expected == UNKNOWN:
        assert (answer.status_code, answer.json()["errors"][0]["message"]) == (400, UNKNOWN)
        return
    assert (len(rows(answer)), owners(rows(answer)) - {NORTH}) == (expected, set())
    assert expected or f"partition={SOUTH}" == parameter or rows(erin.get(path))  # there is something to be led to


@pytest.mark.parametrize(
    "path",
    [
        "organizations/{}",
        "organizations/{}001",
        "values/{}.T_EXP_LT3.2020-21.1",
        "values/{}.T_EXP_LT3.2020-21.1/provenance",
        "values/{}001.T_EXP_LT3.2020-21.1",
        "gaps/Q.district.{}.low_income.T_EXP_LT3.2020-21.1",
        "gaps/Q.district.{}.low_income.T_EXP_LT3.2020-21.1/provenance",
    ],
)
def test_details_of_another_tenant_are_answered_like_missing_ones(world: Cast, path: str) -> None:
    visitor, west = by_token(world.south.member("district_admin")), "00300"
    place = path.format(west if "001" in path else west + "000")
    missing = path.format("99990" if "001" in path else MISSING_CODE)
    own_sight = by_token(world.agency.member("ese_analyst")).get(f"/api/v1/{place}/")
    assert own_sight.status_code == 200, place
    answers = [visitor.get(f"/api/v1/{where}/") for where in (place, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    first, second = (dict(answer.json(), instance="") for answer in answers)
    assert first == second


def test_a_school_leader_sees_the_own_school_beside_district_and_state(world: Cast, lena: Client) -> None:
    found = every_page(lena, "/api/v1/values/?page_size=1000")
    assert {row["organization"] for row in found} == {"00000000", NORTH, "00100001"}
    assert lena.get("/api/v1/values/00100002.T_EXP_LT3.2020-21.1/").status_code == 404
    assert [row["code"] for row in rows(lena.get("/api/v1/organizations/"))] == ["00000000", NORTH, "00100001"]
    assert lena.get("/api/v1/gaps/").status_code == 403


def test_runs_are_for_the_agency(world: Cast, erin: Client, alice: Client) -> None:
    run = rows(erin.get("/api/v1/runs/"))[0]
    assert erin.get(f"/api/v1/runs/{run['id']}/").json() == run
    assert (alice.get("/api/v1/runs/").status_code, alice.get(f"/api/v1/runs/{run['id']}/").status_code) == (403, 403)


def test_without_sign_in_only_the_catalogue_is_open(world: Cast) -> None:
    anyone = Client()
    assert {name: anyone.get(f"/api/v1/{name}/").status_code for name in ("measures", "groups", "schema", "docs")} == {
        "measures": 200,
        "groups": 200,
        "schema": 200,
        "docs": 200,
    }
    closed = ("me", "organizations", "values", "gaps", "runs")
    assert {name: anyone.get(f"/api/v1/{name}/").status_code for name in closed} == dict.fromkeys(closed, 401)


def test_a_withdrawn_or_invented_token_opens_nothing_not_even_the_catalogue(world: Cast) -> None:
    for shown in ("eqp_invented", "", "eqp_" + "x" * 4000, "\x00"):
        answer = Client(headers={"Authorization": f"Bearer {shown}"}).get("/api/v1/values/")
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_both_words_for_a_token_are_understood(world: Cast) -> None:
    from tests.districts.cast import token_for

    token = token_for(world.north.member("certifier"))
    for word in ("Token", "Bearer", "token"):
        answer = Client(headers={"Authorization": f"{word} {token}"}).get("/api/v1/me/")
        assert (answer.status_code, answer.json()["signed_in_by"]) == (200, "token")


def test_a_session_works_as_well_and_says_whose_it_is(world: Cast) -> None:
    client = Client()
    client.force_login(world.north.person("school_leader"))
    assert client.get("/api/v1/me/").json() == {
        "name": "Lena Leader",
        "email": "lena.leader@example.org",
        "signed_in_by": "session",
        "district": {"code": NORTH, "name": "Northfield", "kind": "DISTRICT"},
        "school": "00100001",
        "role": "school_leader",
        "role_title": "School leader",
        "sees": "school",
        "permissions": ["school.view", "tokens.manage"],
    }


def test_somebody_of_two_districts_names_the_one_that_is_meant(world: Cast) -> None:
    person = world.north.person("certifier")
    with in_district(world.south.id):
        add_member(district=world.south.district, person=person, role="certifier", school=None, by=None)
    client = Client()
    client.force_login(person)
    codes = ["00100000", "00200000"]
    told = [client.get("/api/v1/me/", headers={"X-District": code}).json()["district"]["code"] for code in codes]
    assert told == codes
    assert owners(rows(client.get("/api/v1/organizations/", headers={"X-District": SOUTH}))) == {SOUTH, None}
    assert client.get("/api/v1/organizations/", headers={"X-District": "00300000"}).status_code == 403


def test_a_session_without_the_second_factor_its_role_needs_sees_nothing(world: Cast) -> None:
    client = Client()
    client.force_login(world.agency.person("ese_analyst"))
    assert client.get("/api/v1/runs/").status_code == 200
    Authenticator.objects.filter(user=world.agency.person("ese_analyst")).delete()
    assert client.get("/api/v1/runs/").status_code == 403


def test_someone_who_belongs_nowhere_learns_just_that(world: Cast) -> None:
    client = Client()
    client.force_login(world.mallory)
    answer = client.get("/api/v1/me/").json()
    assert (answer["district"], answer["role"], answer["permissions"]) == (None, None, [])
    assert client.get("/api/v1/values/").status_code == 403


def test_answers_of_members_are_not_kept_by_caches(world: Cast, alice: Client) -> None:
    assert alice.get("/api/v1/values/").headers["Cache-Control"] == "private, no-store"


def test_of_the_catalogue_caches_keep_what_is_there_and_no_refusal(world: Cast) -> None:
    expected = {
        "measures/": (200, "public, max-age=300"),
        "measures/T_TURN/": (200, "public, max-age=300"),
        "groups/": (200, "public, max-age=300"),
        "measures/NOTHING/": (404, "private, no-store"),
        "groups/?school_year=2020-21": (400, "private, no-store"),
        "nothing/": (404, "private, no-store"),
    }
    answers = {path: Client().get(f"/api/v1/{path}") for path in expected}
    kept = {path: (answer.status_code, answer.headers["Cache-Control"]) for path, answer in answers.items()}
    assert kept == expected
    unknown = Client(headers={"Authorization": "Bearer eqp_invented"}).get("/api/v1/measures/")
    assert (unknown.status_code, unknown.headers["Cache-Control"]) == (401, "private, no-store")
