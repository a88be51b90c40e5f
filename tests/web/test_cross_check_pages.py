"""What files say of each other, on the page of an upload and as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from districts import outbox
from monitoring.intake.models import Upload
from tests.districts.cast import Cast
from tests.intake.layout_cases import ASSIGNMENT, LICENSE, ROSTER
from tests.intake.uploading import checked, enrollment
from tests.web.reads import reads

IDS = ("31415926", "27182818", "16180339")


def table(row: dict[str, str], *changes: dict[str, str]) -> list[list[str]]:
    return [list(row), *(list({**row, **one}.values()) for one in changes)]


@pytest.fixture
def uploads(cast: Cast, client: Client) -> dict[str, Upload]:
    """A roster with somebody idle, assignments with two strangers, licenses of a field on no list; not yet compared."""
    client.force_login(cast.north.person("district_steward"))
    place = {**ASSIGNMENT, "org_code": "00100505"}
    crosswalk = {"course_code": "02052", "grade": "ALL", "field_codes": "LATIN"}
    files: dict[str, Any] = {
        "roster": table(ROSTER, {"mepid": IDS[0]}, {"mepid": "14142135"}),
        "assignments": table(place, *({"mepid": one} for one in IDS)),
        "crosswalk": table(crosswalk, {}),
        "licenses": table(LICENSE, {"mepid": IDS[0]}),
        "figures": enrollment(["2020-21", "00100001", "all", 100]),
    }
    senders = {"crosswalk": cast.agency}
    return {name: checked(senders.get(name, cast.north), rows) for name, rows in files.items()}


def page_of(client: Client, upload: Upload) -> str:
    return client.get(f"/d/00100000/uploads/{upload.pk}/").content.decode()


def told(client: Client, upload: Upload) -> list[tuple[str, int, int]]:
    cross = client.get(f"/d/00100000/uploads/{upload.pk}/").context["cross"]
    return [(one.rule_id, one.total, len(one.places)) for one in cross.findings]


@pytest.mark.slow
def test_a_page_tells_what_other_files_say_of_its_own_and_since_when(
    client: Client, uploads: dict[str, Upload]
) -> None:
    before = page_of(client, uploads["assignments"])
    assert ("Being checked" in before, 'hx-select="#cross-checks"' in before, "htmx-2" in before) == (True,) * 3
    outbox.run_waiting()
    after = page_of(client, uploads["assignments"])
    assert ("Being checked" in after, "htmx-2" in after, "Last checked" in after) == (False, False, True)
    assert told(client, uploads["assignments"]) == [("E-ROSTER-ASSIGNMENT", 2, 1), ("W-ROSTER-IDLE", 1, 1)]
    assert "Work assignments, row 4: this person is not on the staff roster of the year." in after
    assert told(client, uploads["licenses"]) == [("W-FIELD-CODE", 1, 2)]  # the same in both collections is told once
    assert "Against the district’s other files" not in page_of(client, uploads["figures"])
    reading = [reads(client, f"/d/00100000/uploads/{uploads[name].pk}/") for name in ("assignments", "figures")]
    assert reading[0] - reading[1] == 2


def test_what_is_told_is_downloaded_with_rows_and_without_persons(client: Client, uploads: dict[str, Upload]) -> None:
    outbox.run_waiting()
    answer = client.get("/d/00100000/collections/2024-25/OCT/cross-findings.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["rule_id"], row["file"], row["row"]) for row in rows] == [
        ("E-ROSTER-ASSIGNMENT", "Work assignments", "3"),
        ("E-ROSTER-ASSIGNMENT", "Work assignments", "4"),
        ("W-ROSTER-IDLE", "Staff roster", "3"),
        ("W-FIELD-CODE", "Licenses", "2"),
    ]
    assert [one in answer.content.decode() for one in IDS] == [False] * 3
    assert client.get("/d/00100000/collections/2024-25/JUN/cross-findings.csv").status_code == 404
