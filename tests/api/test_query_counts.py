"""How many statements an answer costs: fixed, whatever the number of rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from districts.wall import across_districts
from tests.api.test_proposals import proposed
from tests.districts.cast import Cast
from tests.intake.wall_objects import upload_of

# Reads of the view itself, after sign-in and scope: counts, pages, related rows.
READS = {
    "measures/": 1,
    "groups/": 0,
    "columns/": 0,
    "definitions/": 2,
    "definitions/T_UNQ.2/": 1,
    "definitions/T_UNQ.2/difference/T_UNQ.1/": 2,
    "burden/": 0,
    "burden-of-all/": 7,
    "me/": 0,
    "organizations/": 4,
    "organizations/00100001/": 2,
    "values/": 5,
    "values/?scope=school": 2,
    "values/00100001.T_EXP_LT3.2020-21.1/": 2,
    "values/00100001.T_EXP_LT3.2020-21.1/provenance/": 5,
    "gaps/": 3,
    "gaps/Q.state.state.low_income.T_EXP_LT3.2020-21.1/": 1,
    "gaps/Q.state.state.low_income.T_EXP_LT3.2020-21.1/provenance/": 4,
    "gaps/Q.state.state.low_income.T_EXP_LT3.2020-21.1/values/": 3,
    "tables/2020-21/1/": 3,
    "tables/2020-21/5/": 3,
    "tables/2020-21/6/": 3,
    "experiences/": 2,
    "experiences/?district=00100000": 3,
    "experiences/00100000/2021-22/": 2,
    "experiences/00100000/2021-22/?history=5&dese_compat=true&organization=00100001": 2,
    "experiences/00100000/2021-22/decomposition/": 2,
    "experiences/state/2021-22/": 1,
    "experiences/state/2021-22/?history=5&dese_compat=true&group=low_income": 1,
    "experiences/state/2021-22/decomposition/": 1,
    "experiences/state/2021-22/districts/": 1,
    "runs/": 3,
    "uploads/": 3,
    "proposals/": 2,
}


def reads(client: Client, path: str) -> list[str]:
    """The SELECTs on tables of figures and files that one request makes."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(f"/api/v1/{path}").status_code == 200
    found = [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "(SELECT"))]
    signing_in = ("set_config", "districts_apitoken", "districts_person", "districts_membership")
    return [sql for sql in found if not any(word in sql for word in signing_in)]


@pytest.mark.parametrize("path", READS)
def test_an_answer_costs_a_fixed_number_of_reads(world: Cast, erin: Client, path: str) -> None:
    for tenant in world.tenants:
        proposed(tenant)
    found = reads(erin, path)
    assert len(found) == READS[path], "\n".join(found)


def test_an_uploads_status_costs_a_fixed_number_of_reads(world: Cast, alice: Client) -> None:
    with across_districts(reason="tests: an upload"):
        upload = upload_of(world.north).pk
    assert len(reads(alice, f"uploads/{upload}/")) == 3
    assert len(reads(alice, f"uploads/{upload}/findings/")) == 2


def test_a_school_leaders_report_costs_one_read_more(world: Cast, alice: Client, lena: Client) -> None:
    path = "experiences/00100000/2021-22/"
    assert (len(reads(alice, path)), len(reads(lena, path))) == (2, 3)


def test_signing_in_by_token_costs_a_fixed_number_of_statements(world: Cast, alice: Client) -> None:
    alice.get("/api/v1/groups/")  # the first of a day is noted
    with CaptureQueriesContext(connection) as captured:
        alice.get("/api/v1/groups/")
    assert len(captured) == 15, "\n".join(query["sql"] for query in captured)
