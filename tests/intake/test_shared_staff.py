"""Whom several districts report for more work than one person does: ESE sees all, a district its own row."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from districts.audit_words import sentence_of
from districts.models import AuditEvent
from districts.wall import across_districts, in_district, in_state
from monitoring.intake.actions import NotPossible, resolve_shared_staff
from monitoring.intake.models import SharedStaff, SharedStaffResolution
from monitoring.intake.shared_staff import code_of, find_shared_staff
from monitoring.intake.tasks import compare_staff
from tests.districts.cast import Cast, Tenant
from tests.intake.collecting import IN_TIME, OCTOBER, YEAR, stands

PERSON, OTHER = "a1" * 16, "b2" * 16
QUEUE = "/state/shared-staff/2024-25/OCT/"


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with time_machine.travel(IN_TIME):
        yield


def assigned(tenant: Tenant, *work: tuple[str, int]) -> None:
    """Work assignments that are in force: persons and ten-thousandths of FTE, from row 2 on."""
    rows = [{"mepid": who, "fte": fte, "row_number": row} for row, (who, fte) in enumerate(work, start=2)]
    stands(tenant, "work_assignment", rows=rows)


def own_rows(tenant: Tenant) -> list[tuple[Any, ...]]:
    with in_district(tenant.id):
        found = SharedStaff.objects.all()
        return [(one.rows, one.fte, one.total, one.districts, bool(one.resolved_at)) for one in found]


def resolve(
    cast: Cast,
    *,
    note: str = "Both are right.",
    role: str = "ese_analyst",
    who: str = PERSON,
    seen: str = "15000 00100000 00200000",
) -> bool:
    from django.conf import settings

    of: dict[str, Any] = {"school_year": YEAR, "collection": OCTOBER}
    code = code_of(who, **of, key=settings.EQP_PSEUDONYM_KEY)
    with in_state(cast.agency.id):
        return resolve_shared_staff(**of, code=code, looked_at=seen, note=note, by=cast.agency.member(role))


@pytest.mark.parametrize("seed", range(10))
def test_found_are_those_whom_a_look_at_every_person_finds(seed: int) -> None:
    choice = random.Random(seed)
    work = {
        district: [
            (choice.choice("abcdef"), choice.choice([None, 1_000, 4_000, 6_000, 10_000]), row) for row in range(2, 8)
        ]
        for district in (1, 2, 3)
    }
    by_person: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for district, rows in work.items():
        for who, fte, row in rows:
            by_person[who][district].append((fte or 0, row))
    expected = []
    for who, places in sorted(by_person.items()):
        total = sum(fte for rows in places.values() for fte, _ in rows)
        if len(places) > 1 and total > 12_000:
            for district, told in sorted(places.items()):
                of_district = (sum(fte for fte, _ in told), [row for _, row in told])
                expected.append((who, district, *of_district, total, len(places)))
    schema = {"mepid": pl.String, "fte": pl.Int64, "row_number": pl.UInt32}
    frames = {district: pl.DataFrame(rows, schema=schema, orient="row") for district, rows in work.items()}
    assert find_shared_staff(frames).rows() == expected


def test_each_district_reads_its_own_row_and_what_changed_is_compared_once(cast: Cast) -> None:
    assigned(cast.north, (PERSON, 5_000), (OTHER, 10_000), (PERSON, 3_000))
    assigned(cast.south, (OTHER, 2_000), (PERSON, 7_000))
    assert [compare_staff(), compare_staff()] == [1, 0]
    assert own_rows(cast.north) == [([2, 4], 8_000, 15_000, 2, False)]
    assert own_rows(cast.south) == [([3], 7_000, 15_000, 2, False)]
    with in_state(cast.agency.id):
        codes = set(SharedStaff.objects.values_list("code", flat=True))
    assert (len(codes), any(code in PERSON for code in codes)) == (1, False)
    assigned(cast.south, (OTHER, 2_000), (PERSON, 4_000))
    assert (compare_staff(), own_rows(cast.north), own_rows(cast.south)) == (1, [], [])


def test_ese_takes_a_case_as_it_is_and_other_numbers_ask_anew(cast: Cast) -> None:
    assigned(cast.north, (PERSON, 8_000))
    assigned(cast.south, (PERSON, 7_000))
    compare_staff()
    with pytest.raises(PermissionDenied):
        resolve(cast, role="district_admin")
    with pytest.raises(NotPossible, match="Nobody is reported so"):
        resolve(cast, who=OTHER)
    assert [resolve(cast), resolve(cast)] == [True, False]
    assigned(cast.south, (OTHER, 1_000), (PERSON, 7_000))  # a row more on top, and the same numbers
    assert (compare_staff(), own_rows(cast.north), own_rows(cast.south)) == (
        1,
        [([2], 8_000, 15_000, 2, True)],
        [([3], 7_000, 15_000, 2, True)],
    )
    with in_state(cast.agency.id):
        assert [(one.note, one.total) for one in SharedStaffResolution.objects.all()] == [("Both are right.", 15_000)]
    with in_district(cast.north.id):
        told = [sentence_of(one) for one in AuditEvent.objects.filter(verb="staff.resolved")]
    assert told == [
        "Erin Analyst took as it is the FTE of a person whom other districts report, too (2024-25, October collection)."
    ]
    assigned(cast.south, (PERSON, 9_000))
    assert (compare_staff(), own_rows(cast.north)) == (1, [([2], 8_000, 17_000, 2, False)])


def test_numbers_that_ese_has_not_seen_are_not_resolved(cast: Cast, client: Client) -> None:
    assigned(cast.north, (PERSON, 8_000))
    assigned(cast.south, (PERSON, 7_000))
    compare_staff()
    client.force_login(cast.agency.person("ese_analyst"))
    form = re.search(
        r'action="([^"]*/resolve/)".*?name="numbers" value="([^"]*)"', client.get(QUEUE).content.decode(), re.S
    )
    assert form is not None
    assigned(cast.south, (PERSON, 9_000))
    compare_staff()
    for numbers in (form[2], "", "17000 00100000"):
        told = client.post(form[1], {"note": "Both are right.", "numbers": numbers}, follow=True)
        assert [str(one) for one in told.context["messages"]] == [
            "Nothing was resolved: its numbers are others than when you looked at them. Look at them now."
        ]
    assert own_rows(cast.north) == [([2], 8_000, 17_000, 2, False)]
    assert resolve(cast, seen="17000 00100000 00200000")


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_pages_tell_ese_the_districts_and_each_district_its_own_rows(cast: Cast, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    assert "Nothing was compared yet" in text_of(client, "/state/shared-staff/")
    assigned(cast.north, (OTHER, 1), (PERSON, 8_000))
    assigned(cast.south, (PERSON, 7_000))
    compare_staff()
    with across_districts(reason="tests: the code of the case"):
        code = SharedStaff.objects.values_list("code", flat=True)[0]
    short = f"{code[:3]}-{code[3:6]}".upper()
    page = text_of(client, "/state/shared-staff/")
    assert f"{short} Northfield 00100000 Southport 00200000 1.50" in page
    assert (PERSON in page, code in page) == (False, False)
    refused = client.post(f"{QUEUE}{code}/resolve/", {"note": " "})
    assert "Say why" in refused.content.decode()
    client.post(f"{QUEUE}{code}/resolve/", {"note": "Both are right.", "numbers": "15000 00100000 00200000"})
    assert "0 of 1 wait" in text_of(client, QUEUE)
    assert client.post(f"{QUEUE}nobody/resolve/", {"note": "x"}).status_code == 404
    client.force_login(cast.north.person("district_steward"))
    page = text_of(client, "/d/00100000/collections/2024-25/OCT/")
    assert f"{short} 3 0.80 1.50 takes it as it is, Oct 20, 2024" in page
    assert [word for word in ("Southport", "Both are right", PERSON, code) if word in page] == []
