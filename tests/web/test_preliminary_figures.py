"""A district's figures before it certifies them: marked on its own pages, unknown to everybody else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from districts import outbox
from tests.api.test_uploads import HEADER, row
from tests.districts.cast import Cast
from tests.intake.uploading import send
from tests.web.signing import sign

COLLECTION = "/d/00100000/collections/2020-21/FIG/"
OWN, THEIRS = "/d/00100000/schools/00100001/", "/state/districts/00100000/schools/00100001/"
MARK = '<sup class="preliminary">'


@pytest.fixture
def people(cast: Cast) -> dict[str, Client]:
    clients = {role: Client() for role in ("district_steward", "certifier", "school_leader")}
    for role, client in clients.items():
        client.force_login(cast.north.person(role))
    clients["ese_analyst"] = Client()
    clients["ese_analyst"].force_login(cast.agency.person("ese_analyst"))
    send(
        cast.agency, [HEADER, row(1, "T_UNLICENSED"), row(2, "T_UNLICENSED")]
    )  # so that there is something of the year
    return clients


def figure(client: Client, path: str) -> str:
    """The school's share of teachers new to the work, as its page shows it."""
    page = client.get(path).content.decode()
    cell = re.search(r'data-label="School">(.*?)</td>', page, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", cell[1]).strip() if cell else ""


def certify(people: dict[str, Client]) -> None:
    assert people["district_steward"].post(f"{COLLECTION}submit/").status_code == 302
    assert sign(people["certifier"], COLLECTION).status_code == 302
    outbox.run_waiting()


def test_figures_are_marked_and_unknown_to_others_until_they_are_certified(
    cast: Cast, people: dict[str, Client]
) -> None:
    send(cast.north, [HEADER, *(row(school) for school in (1, 2, 3))])
    outbox.run_waiting()
    page = people["district_steward"].get(OWN).content.decode()
    assert MARK in page
    assert '<div class="watermark" aria-hidden="true"></div>' in page
    assert 'href="/d/00100000/collections/"' in page
    leader = people["school_leader"].get(OWN).content.decode()
    assert MARK in leader
    assert "/d/00100000/collections/" not in leader  # which is not theirs to see
    assert figure(people["ese_analyst"], THEIRS) == "not yet certified by the district"
    certify(people)
    page = people["district_steward"].get(OWN).content.decode()
    assert (MARK in page, "watermark" in page) == (False, False)
    assert figure(people["ese_analyst"], THEIRS) == figure(people["district_steward"], OWN) != ""


@pytest.mark.slow
def test_the_programs_interface_says_so_too(cast: Cast, people: dict[str, Client]) -> None:
    send(cast.north, [HEADER, row(1)])
    outbox.run_waiting()
    asked = "/api/v1/values/?organization=00100001&school_year=2020-21&window=1"

    def told(client: Client) -> set[tuple[float | None, str | None, bool]]:
        rows = client.get(asked).json()["results"]
        return {(one["rate"], one["reason"], one["is_preliminary"]) for one in rows if one["measure"] == "T_EXP_LT3"}

    ((rate, _, is_preliminary),) = told(people["district_steward"])
    assert (rate is not None, is_preliminary) == (True, True)
    assert told(people["ese_analyst"]) == {(None, "not_certified", False)}
    certify(people)
    assert told(people["ese_analyst"]) == told(people["district_steward"]) == {(rate, None, False)}
