"""Mappings by program: saved, changed, retired, and named by the files that were read through them."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from districts import outbox
from tests.api.calling import ROOT, ids, rows, wrong_fields
from tests.districts.cast import Cast
from tests.intake.mapping_cases import ABSENT, ABSENT_AT, COUNTED, DAYS, EXPORT, HELD, LICENSES, SCHOOLS
from tests.intake.tables import csv_text

MAPPINGS, UPLOADS = f"{ROOT}mappings/", f"{ROOT}uploads/"


def body(matches: Any = LICENSES, **other: Any) -> dict[str, Any]:
    told = [dataclasses.asdict(one) | {"codes": dict(one.codes)} for one in matches]
    return {"name": "HR export", "layout": "license", "matches": told, **other}


def post(client: Client, path: str, sent: Any = None) -> Any:
    return client.post(path, sent, content_type="application/json")


def send(client: Client, table: Any, **said: str) -> dict[str, Any]:
    file = SimpleUploadedFile("export.csv", csv_text(table).encode())
    answer = client.post(UPLOADS, {"file": file, **said})
    assert answer.status_code == 202, answer.content
    outbox.run_waiting()
    told: dict[str, Any] = client.get(answer.json()["status"]).json()
    return told


def test_a_mapping_is_saved_and_its_files_say_so(world: Cast, carol: Client, alice: Client) -> None:
    made = post(carol, MAPPINGS, body(headings=EXPORT))
    assert (made.status_code, made.json()["version"], made.json()["saved_by"]) == (201, 1, "Carol Steward")
    told = made.json()
    assert told["matches"][4] == {
        "column": "type",
        "heading": "Lic Status",
        "value": None,
        "source": None,
        "codes": {"P": "PROFESSIONAL", "I": "INITIAL", "W": "WAIVER"},
    }
    upload = send(carol, [EXPORT, HELD])
    assert (upload["state"], upload["report"]) == ("accepted", "license")
    assert upload["read_through"] == {"mapping": told["id"], "name": "HR export", "version": 1}
    assert rows(alice.get(UPLOADS))[0]["read_through"] == upload["read_through"]
    (listed,) = rows(alice.get(MAPPINGS))
    assert (listed["id"], listed["last_used"]) == (told["id"], upload["received_at"])
    assert rows(alice.get(f"{MAPPINGS}?layout=student")) == []


def test_it_is_changed_and_retired_in_versions(world: Cast, carol: Client, alice: Client) -> None:
    one = f"{MAPPINGS}{post(carol, MAPPINGS, body()).json()['id']}/"
    changed = post(carol, f"{one}versions/", body(name="Other", version=1))
    assert (changed.status_code, changed.json()["version"]) == (201, 2)
    late = post(carol, f"{one}versions/", body(name="Late", version=1))
    assert (late.status_code, "has saved version 2 meanwhile" in late.json()["detail"]) == (409, True)
    again = [post(carol, f"{one}retirement/").json()["version"] for _ in range(2)]
    assert (again, alice.get(one).json()["is_retired"]) == ([3, 3], True)
    assert [row["version"] for row in rows(alice.get(f"{one}versions/"))] == [3, 2, 1]
    assert send(carol, [EXPORT, HELD])["state"] == "refused"


def test_what_is_wrong_is_answered_match_by_match(world: Cast, carol: Client) -> None:
    sent = body()
    sent["matches"][0]["heading"] = "Last Name"
    sent["matches"][4]["codes"] = {"P": "PRO"}
    refused = post(carol, MAPPINGS, sent)
    assert (refused.status_code, wrong_fields(refused)) == (422, ["matches.0", "matches.4"])
    missing = body(LICENSES[1:])
    assert [error["message"] for error in post(carol, MAPPINGS, missing).json()["errors"]] == [
        "mepid: The layout needs it: choose the heading that holds it."
    ]
    assert wrong_fields(post(carol, MAPPINGS, body(layout="course_crosswalk"))) == ["layout"]
    assert wrong_fields(post(carol, MAPPINGS, body(colour="red"))) == ["colour"]
    assert wrong_fields(post(carol, MAPPINGS, {**body(), "matches": [{"column": "type", "kind": 1}]})) == ["kind"]
    assert rows(carol.get(MAPPINGS)) == []


def test_what_a_mapping_asks_for_is_said_with_the_file(world: Cast, carol: Client) -> None:
    assert post(carol, MAPPINGS, body(ABSENT, layout="staff_attendance")).status_code == 201
    assert send(carol, [DAYS, COUNTED])["state"] == "refused"
    said = send(carol, [DAYS, COUNTED], school_year="2024-25")
    assert (said["state"], said["school_years"]) == ("accepted", ["2024-25"])
    file = SimpleUploadedFile("export.csv", b"a,b\n")
    wrong = carol.post(UPLOADS, {"file": file, "school_year": "2024-26", "collection": "SPRING"})
    assert sorted(wrong_fields(wrong)) == ["collection", "school_year"]
    single = carol.post(UPLOADS, {"file": SimpleUploadedFile("export.csv", b"a,b\n"), "school_year": "2025"})
    assert [error["message"] for error in single.json()["errors"]] == [
        "Write both years of the school year, like 2024-25."
    ]


def test_own_codes_of_schools_are_given_with_their_column(world: Cast, carol: Client) -> None:
    made = post(carol, MAPPINGS, body(ABSENT_AT, layout="staff_attendance"))
    assert (made.status_code, made.json()["matches"][2]["codes"]) == (201, dict(SCHOOLS))
    told = send(carol, [DAYS, [COUNTED[0], "north high", *COUNTED[2:]]], school_year="2024-25")
    assert (told["state"], told["rows_accepted"]) == ("accepted", 1)
    strange = [DAYS, [COUNTED[0], "South", *COUNTED[2:]], ["12345679", "12", "180", "1"]]
    other = send(carol, strange, school_year="2024-25", ask_first="false")
    assert (other["state"], other["rows_accepted"]) == ("accepted_in_part", 1)


def test_nobody_else_sees_or_makes_them(
    world: Cast, carol: Client, alice: Client, grace: Client, erin: Client, lena: Client
) -> None:
    one = f"{MAPPINGS}{post(carol, MAPPINGS, body()).json()['id']}/"
    assert send(carol, [EXPORT, HELD])["state"] == "accepted"
    assert [post(client, MAPPINGS, body()).status_code for client in (alice, erin, lena)] == [403] * 3
    assert [client.get(one).status_code for client in (grace, erin, lena)] == [404, 404, 403]
    assert [post(client, f"{one}retirement/").status_code for client in (grace, alice, erin)] == [404, 403, 403]
    assert [ids(client.get(MAPPINGS)) for client in (grace, erin)] == [[], []]
    assert [row["read_through"] for row in rows(erin.get(UPLOADS))] == [None]
    assert "HR export" not in erin.get(UPLOADS).content.decode()
