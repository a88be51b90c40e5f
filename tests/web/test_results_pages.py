"""Every page over the results: it renders, for those it is for, with a fixed number of reads."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.districts.cast import Cast, Tenant
from tests.web.stored_state import store_results

GAP = "2021-22/1/T_EXP_LT3/low_income/"
VALUE = "2021-22/1/T_EXP_LT3/"
STATE = [
    "/state/",
    "/state/years/",
    "/state/levels/",
    "/state/across-districts/",
    "/state/values/",
    "/state/districts/",
    "/state/runs/1/",
    f"/state/gaps/Q/state/state/{GAP}",
    f"/state/values/{VALUE}",
    "/state/districts/00300000/",
    "/state/districts/00300000/schools/00300001/",
    f"/state/districts/00300000/gaps/{GAP}",
    f"/state/districts/00300000/values/{VALUE}",
    f"/state/districts/00300000/schools/00300001/values/{VALUE}",
]
DISTRICT = [
    "/d/00100000/",
    "/d/00100000/state/",
    "/d/00100000/schools/00100001/",
    f"/d/00100000/state/gaps/Q/state/state/{GAP}",
    f"/d/00100000/state/values/{VALUE}",
    f"/d/00100000/values/{VALUE}",
    f"/d/00100000/schools/00100001/values/{VALUE}",
]
OPEN = ["/measures/", "/measures/T_OOF_80/", "/measures/SAL_AVG/"]


@pytest.fixture
def west(cast: Cast) -> Tenant:
    return store_results(cast)


@pytest.mark.parametrize("path", STATE)
def test_ese_sees_each_of_the_states_pages(cast: Cast, west: Tenant, client: Client, path: str) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", DISTRICT)
def test_a_district_sees_each_of_its_pages(cast: Cast, west: Tenant, client: Client, path: str) -> None:
    client.force_login(cast.north.person("certifier"))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", OPEN)
def test_definitions_are_open_to_everyone(db: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
