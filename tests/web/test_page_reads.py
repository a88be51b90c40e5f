"""The pages of people, records and files ask the database a fixed number of times, however many rows they show."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from districts import actions
from districts.models import District
from districts.wall import across_districts, in_district
from monitoring.intake.models import ColumnProposal, Upload
from tests.districts.cast import Cast, Tenant, make_person
from tests.intake.uploading import checked, enrollment
from tests.web.reads import reads

NORTH = {
    "/": 12,
    "/d/00100000/people/": 15,
    "/d/00100000/audit/": 17,
    "/d/00100000/tokens/": 13,
    "/d/00100000/uploads/": 16,
}
STATE = {"/state/uploads/": 18}
UPLOAD, RULES = 17, 0


@pytest.fixture
def rows(cast: Cast) -> Cast:
    """At least two of everything that the pages list."""
    for number in (1, 2):
        add_rows(cast, number)
    return cast


def add_rows(cast: Cast, number: int) -> None:
    """One more of everything, of each kind in a place of its own."""
    alice, north = cast.north.member("district_admin"), cast.north
    leader = make_person(f"Leader {number}")
    with in_district(north.id):
        school = north.schools[number % 3]
        actions.add_member(district=north.district, person=leader, role="school_leader", school=school, by=alice)
        invited: dict[str, Any] = {"role": "school_leader", "school": school, "link_base": "http://testserver"}
        actions.invite_person(district=north.district, email=f"guest{number}@example.org", by=alice, **invited)
        actions.issue_token(membership=alice, name=f"token {number}", by=alice)
    for tenant, code in ((north, "0010"), (cast.south, "0020"), (cast.agency, "0010")):
        checked(tenant, enrollment(["2020-21", f"{code}0001", "all", 100 + number], ["2020-21", "99990001", "all", 1]))
        propose(tenant)


def propose(tenant: Tenant) -> None:
    fields = {"report": "dese_teacher_data", "mapping": {}, "titles": {}, "evidence": ""}
    with across_districts(reason="tests: a proposal for each upload"):
        for upload in Upload.objects.filter(district_id=tenant.id):
            place = {"district_id": tenant.id, "upload": upload, "school_year": 2021}
            ColumnProposal.objects.get_or_create(**place, defaults=fields)


def administrator(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.north.person("district_admin"))
    return client


def upload_path(cast: Cast) -> str:
    with in_district(cast.north.id):
        return f"/d/00100000/uploads/{Upload.objects.latest('received_at').pk}/"


def second_home(cast: Cast, number: int) -> None:
    """Alice belongs to one more district."""
    alice = cast.north.person("district_admin")
    with across_districts(reason="tests: districts to belong to"):
        district = actions.open_district(org_code=f"0{number}900000", name=f"Place {number}", by=None)
    with in_district(district.pk):
        actions.add_member(district=district, person=alice, role="certifier", by=None)


def test_the_pages_ask_the_database_a_fixed_number_of_times(rows: Cast, client: Client) -> None:
    second_home(rows, 1)
    alice = administrator(rows)
    assert {path: reads(alice, path) for path in NORTH} == NORTH
    assert (reads(alice, upload_path(rows)), reads(client, "/rules/")) == (UPLOAD, RULES)
    client.force_login(rows.agency.person("ese_analyst"))
    assert {path: reads(client, path) for path in STATE} == STATE


@pytest.mark.slow
def test_more_rows_do_not_mean_more_reads(rows: Cast, client: Client) -> None:
    for number in (1, 2):
        second_home(rows, number)
    for number in (3, 4, 5):
        add_rows(rows, number)
    alice = administrator(rows)
    assert {path: reads(alice, path) for path in NORTH} == NORTH
    assert reads(alice, upload_path(rows)) == UPLOAD
    client.force_login(rows.agency.person("ese_analyst"))
    assert {path: reads(client, path) for path in STATE} == STATE
    assert District.objects.count() == 5
