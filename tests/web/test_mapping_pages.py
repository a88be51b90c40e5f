"""The pages on which a district says what the headings of its own exports hold: three steps, with nothing lost."""

from __future__ import annotations

import json
import logging
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from districts import outbox
from districts.models import School
from districts.wall import across_districts, in_district
from monitoring.intake.actions import retire_mapping
from monitoring.intake.files import workplace
from monitoring.intake.models import SavedMapping, Upload
from tests.districts.cast import Cast
from tests.intake.mapping_cases import ABSENT, EXPORT, HELD, saved
from tests.intake.tables import csv_text, write_xlsx
from tests.intake.uploading import checked

BASE = "/d/00100000/uploads/mappings/"
NEW = f"{BASE}new/"
CELLS = [[f"1234567{n}", f"12345{n}", "Smith", "MATH", "PIW"[n % 3], "2024-07-01"] for n in range(9)]
NAMED = ["Emp ID", "Lic No", "Dept", "Field", "Lic Type", "Issue Date"]
CHOSEN = {
    "name": "HR export",
    "heading_mepid": "=Emp ID",
    "heading_license_number": "=Lic No",
    "heading_field_code": "=Field",
    "value_grade_span": "ALL",
    "heading_type": "=Lic Type",
    "value_status": "ACTIVE",
    "heading_valid_from": "=Issue Date",
}


@pytest.fixture
def steward(cast: Cast, client: Client) -> Client:
    client.force_login(cast.north.person("district_steward"))
    return client


def file_of(rows: Any, name: str = "export.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, rows if isinstance(rows, bytes) else csv_text(rows).encode())


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def hidden(answer: Any) -> dict[str, str]:
    """What the page hands on."""
    assert answer.status_code == 200, answer
    return dict(answer.context["draft"].hidden)


def chosen_in(answer: Any) -> dict[str, str]:
    """What stands in the matching, as the browser would send it."""
    form = answer.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def test_headings_of_a_file_are_matched_by_likeness_and_nothing_of_it_is_kept_or_shown(
    steward: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = steward.post(NEW, {"step": "headings", "layout": "license", "file": file_of([NAMED, *CELLS])})
    likely = {name: value for name, value in chosen_in(answer).items() if value and name.startswith("heading_")}
    assert likely == {name: value for name, value in CHOSEN.items() if name.startswith("heading_")}
    shown = answer.content.decode() + caplog.text
    assert [word in shown for word in ("12345670", "123450", "Smith", "MATH")] == [False] * 4
    assert json.loads(hidden(answer)["seen"]) == {"Lic Type": ["I", "P", "W"]}
    with across_districts(reason="tests"):
        assert (Upload.objects.count(), SavedMapping.objects.count()) == (0, 0)


@pytest.mark.slow
def test_a_workbook_will_do_as_well(steward: Client, tmp_path: Any) -> None:
    path = write_xlsx(tmp_path / "export.xlsx", [["Licenses as of June"], NAMED, *CELLS])
    answer = steward.post(NEW, {"step": "headings", "layout": "license", "file": file_of(path.read_bytes(), "e.xlsx")})
    assert json.loads(hidden(answer)["headings"]) == NAMED


NO_HEADINGS: list[tuple[dict[str, Any], str]] = [
    ({"file": CELLS}, "No row near the top of the file looks like headings"),
    ({"file": [["Smith", "John", "Teacher", "Active"]] * 9}, "No row near the top of the file looks like headings"),
    ({"file": b""}, "The file holds no data."),
    ({"file": b"PK\x03\x04 cut off"}, "The workbook is damaged"),
    ({"line": ",".join(CELLS[0])}, "as a row of data does. Paste the line above it."),
    ({"line": "Emp ID"}, "Paste the whole line of headings"),
    ({}, "Choose a file or paste a line of headings"),
    ({"file": [NAMED], "line": "a,b"}, "one of the two"),
    ({"upload": "6f1e3a52-9a51-4f0e-8f0b-3a1f6a0d2b22"}, "There is no such file here."),
]


def test_what_holds_no_headings_gets_a_reason_and_is_not_shown(steward: Client) -> None:
    for given, words in NO_HEADINGS:
        sent = {name: file_of(value) if name == "file" else value for name, value in given.items()}
        answer = steward.post(NEW, {"step": "headings", "layout": "license", **sent})
        assert (answer.status_code, words in text_of(answer)) == (200, True), given
        assert [word in answer.content.decode() for word in ("Smith", "12345670")] == [False, False]


def test_names_under_a_heading_like_no_column_of_codes_are_no_codes(steward: Client) -> None:
    people = ("Ann Lee", "Bob Ray", "Carla Diaz")
    rows = [[*NAMED, "Supervisor"], *([*row, people[at % 3]] for at, row in enumerate(CELLS))]
    matching = steward.post(NEW, {"step": "headings", "layout": "license", "file": file_of(rows)})
    assert json.loads(hidden(matching)["seen"]) == {"Lic Type": ["I", "P", "W"]}


def test_a_heading_like_none_is_looked_at_where_it_holds_the_columns_own_codes(steward: Client) -> None:
    rows = [[*NAMED, "X7"], *([*row, "ACTIVE"] for row in CELLS)]
    matching = steward.post(NEW, {"step": "headings", "layout": "license", "file": file_of(rows)})
    assert json.loads(hidden(matching)["seen"]) == {"Lic Type": ["I", "P", "W"], "X7": ["ACTIVE"]}


ATTENDED = {
    "name": "Days out",
    "heading_school_year": ":upload",
    "heading_mepid": "=Emp ID",
    "heading_org_code": "=Building",
    "heading_days_expected": "=Contract Days",
    "heading_days_absent": "=Days Out",
}


def test_own_codes_of_schools_are_matched_with_the_districts_schools(steward: Client, cast: Cast) -> None:
    header = ["Emp ID", "Building", "Contract Days", "Days Out"]
    buildings = ("North", "South High", "Annex")
    rows = [[f"1234567{at}", buildings[at % 3], "180", "4"] for at in range(9)]
    matching = steward.post(NEW, {"step": "headings", "layout": "staff_attendance", "file": file_of([header, *rows])})
    assert json.loads(hidden(matching)["seen"]) == {"Building": ["Annex", "North", "South High"]}
    sent = {**hidden(matching), **ATTENDED}
    page = steward.post(NEW, {"step": "matches", **sent})
    ((column, _, lines),) = page.context["codes"].sections()
    with in_district(cast.north.id):
        schools = {school.org_code: school.name for school in School.objects.all()}
    assert dict(zip(column.codes, column.meanings, strict=True)) == {
        "00100000": f"{cast.north.district.name}, no single school",
        **schools,
    }
    assert [own.value() for own, _ in lines] == ["Annex", "North", "South High", "", "", ""]
    first, second, *_ = schools
    said = {"own_org_code-0": "Annex", "code_org_code-0": first, "own_org_code-1": "North", "code_org_code-1": second}
    strange = steward.post(NEW, {"step": "save", **sent, **said, "code_org_code-1": "00200505"})
    assert "00200505 is not one of the available choices" in text_of(strange)
    done = steward.post(NEW, {"step": "save", **sent, **said}, follow=True)
    assert f"Annex is {first} ; North is {second}" in text_of(done)
    with in_district(cast.north.id):
        (row,) = SavedMapping.objects.all()
    assert row.as_value.codes_of("org_code") == {"Annex": first, "North": second}


def test_of_more_codes_than_can_be_translated_none_is_dropped_without_a_word(steward: Client, cast: Cast) -> None:
    header = ["Emp ID", "Building", "Contract Days", "Days Out"]
    rows = [["12345678", "North", "180", "4"]] * 9
    matching = steward.post(NEW, {"step": "headings", "layout": "staff_attendance", "file": file_of([header, *rows])})
    with in_district(cast.north.id):
        school = School.objects.values_list("org_code", flat=True).first()
    said = {f"own_org_code-{at}": f"B{at}" for at in range(201)} | {f"code_org_code-{at}": school for at in range(201)}
    page = steward.post(NEW, {"step": "save", **hidden(matching), **ATTENDED, **said})
    assert "There are 201 codes; at most 200 can be translated." in text_of(page)
    ((_, _, lines),) = page.context["codes"].sections()
    assert [own.value() for own, _ in lines] == [f"B{at}" for at in range(201)]


def test_a_mapping_is_made_in_three_steps(steward: Client, cast: Cast) -> None:
    matching = steward.post(NEW, {"step": "headings", "layout": "license", "line": "\t".join(NAMED)})
    sent = {**hidden(matching), **CHOSEN}
    codes = steward.post(NEW, {"step": "matches", **sent, "seen": json.dumps({"Lic Type": ["I", "P", "WAIVER"]})})
    lines = [(own.value(), code.value()) for _, _, lines in codes.context["codes"].sections() for own, code in lines]
    assert lines == [("I", "INITIAL"), ("P", ""), ("", ""), ("", ""), ("", "")]
    said = {"own_type-0": "I", "code_type-0": "INITIAL", "own_type-1": "P", "code_type-1": "PROFESSIONAL"}
    done = steward.post(NEW, {"step": "save", **sent, **said}, follow=True)
    assert "“HR export” is saved, version 1. Files that fit it are read through it." in text_of(done)
    assert "I is INITIAL ; P is PROFESSIONAL" in text_of(done)
    with in_district(cast.north.id):
        (row,) = SavedMapping.objects.all()
    assert (row.headings, row.saved_by_name) == (NAMED, "Carol Steward")
    assert row.matches[4] == {
        "column": "type",
        "heading": "Lic Type",
        "codes": [["I", "INITIAL"], ["P", "PROFESSIONAL"]],
    }


def test_all_that_is_wrong_with_the_matching_is_told_at_once_and_nothing_is_lost(steward: Client) -> None:
    matching = steward.post(NEW, {"step": "headings", "layout": "license", "line": ",".join(NAMED)})
    wrong = {**CHOSEN, "name": "", "heading_mepid": "", "heading_field_code": "=Issue Date", "heading_status": "=Dept"}
    answer = steward.post(NEW, {"step": "matches", **hidden(matching), **wrong})
    faults = {name: list(errors) for name, errors in answer.context["form"].errors.items()}
    assert faults == {
        "name": ["Give it a name of at most 80 characters, by which files that were read through it tell it."],
        "heading_mepid": ["The layout needs it: choose the heading that holds it."],
        "heading_field_code": ["“Issue Date” is matched with “valid_from” as well: it can hold one only."],
        "heading_valid_from": ["“Issue Date” is matched with “field_code” as well: it can hold one only."],
        "heading_status": ["Choose either a heading or one value for all rows, not both."],
    }
    kept = {name: value for name, value in chosen_in(answer).items() if value}
    assert kept == {name: value for name, value in wrong.items() if value}


def test_all_that_is_wrong_with_the_codes_is_told_and_nothing_is_lost(steward: Client) -> None:
    matching = steward.post(NEW, {"step": "headings", "layout": "license", "line": ",".join(NAMED)})
    sent = {**hidden(matching), **CHOSEN}
    said = {"own_type-0": "P", "code_type-0": "", "own_type-1": "", "code_type-1": "WAIVER", "own_type-2": "I"}
    answer = steward.post(NEW, {"step": "save", **sent, **said, "code_type-2": "INITIAL"})
    assert {name: list(errors) for name, errors in answer.context["codes"].errors.items()} == {
        "code_type-0": ["Choose what “P” stands for, or empty its field where it is to stay as it is."],
        "own_type-1": ["Write which of your codes stands for WAIVER."],
    }
    again = {"own_type-0": "P", "code_type-0": "WAIVER", "own_type-1": "p", "code_type-1": "INITIAL"}
    twice = steward.post(NEW, {"step": "save", **sent, **again})
    assert "“p” stands there more than once" in text_of(twice)
    back = steward.post(NEW, {"step": "back", **sent, **again})
    assert json.loads(hidden(back)["codes"]) == {"type": [["P", "WAIVER"], ["p", "INITIAL"]]}
    assert {name: value for name, value in chosen_in(back).items() if value} == CHOSEN


@pytest.mark.slow
def test_a_name_that_is_taken_leads_back_to_the_matching_with_the_codes(steward: Client, cast: Cast) -> None:
    saved(cast.north)
    matching = steward.post(NEW, {"step": "headings", "layout": "license", "line": ",".join(NAMED)})
    said = {"own_type-0": "P", "code_type-0": "WAIVER"}
    answer = steward.post(NEW, {"step": "save", **hidden(matching), **CHOSEN, **said})
    assert "A mapping “HR export” is in force already" in text_of(answer)
    assert json.loads(hidden(answer)["codes"]) == {"type": [["P", "WAIVER"]]}


def test_the_page_warns_of_headings_with_which_every_file_is_refused(steward: Client) -> None:
    line = ",".join([*NAMED, "Last Name", "SSN", "License Number"])
    answer = steward.post(NEW, {"step": "headings", "layout": "license", "line": line})
    assert "No file may hold these columns: Last Name, SSN ." in text_of(answer)
    wrong = {**hidden(answer), **CHOSEN, "heading_field_code": "=Last Name"}
    refused = steward.post(NEW, {"step": "matches", **wrong})
    assert "“Last Name” is the name of a column that this system does not take in this place" in text_of(refused)


def test_a_refused_file_leads_to_a_mapping_with_its_headings(steward: Client, cast: Cast) -> None:
    upload = checked(cast.north, [NAMED, *CELLS], name="hr.csv")
    page = steward.get(f"/d/00100000/uploads/{upload.pk}/").content.decode()
    (address,) = re.findall(r'href="([^"]*\?upload=[^"]*)"', page)
    assert "hr.csv" in text_of(steward.get(address))
    answer = steward.post(NEW, {"step": "headings", "layout": "license", "upload": str(upload.pk)})
    assert json.loads(hidden(answer)["headings"]) == NAMED


def test_a_change_keeps_what_was_matched_and_makes_a_version(steward: Client, cast: Cast) -> None:
    first = saved(cast.north, headings=EXPORT)
    change = f"{BASE}{first.mapping}/change/"
    page = steward.get(change)
    sent = {**hidden(page), **chosen_in(page), "name": "Licenses"}
    codes = steward.post(change, {"step": "matches", **sent})
    lines = [(own.value(), code.value()) for _, _, lines in codes.context["codes"].sections() for own, code in lines]
    assert lines[:3] == [("P", "PROFESSIONAL"), ("I", "INITIAL"), ("W", "WAIVER")]
    said = {
        f"{part}_type-{n}": word
        for n, pair in enumerate(lines)
        for part, word in zip(("own", "code"), pair, strict=True)
    }
    done = steward.post(change, {"step": "save", **sent, **said}, follow=True)
    assert "“Licenses” is saved, version 2." in text_of(done)
    late = steward.post(change, {"step": "save", **sent, **said, "name": "Late"})
    assert "Carol Steward has saved version 2 meanwhile. Look at it first; or go on" in text_of(late)
    assert hidden(late)["version"] == "2"


@pytest.mark.slow
def test_other_headings_take_nothing_away_that_is_still_there(steward: Client, cast: Cast) -> None:
    first = saved(cast.north, headings=EXPORT)
    change = f"{BASE}{first.mapping}/change/"
    page = steward.get(change)
    line = ",".join("Issue Date" if name == "Issued" else name for name in EXPORT)
    sent = {**hidden(page), **chosen_in(page), "line": line}
    answer = steward.post(change, {"step": "headings", **sent})
    before, after = chosen_in(page), chosen_in(answer)
    assert {name: after[name] for name in after if after[name] != before[name]} == {"heading_valid_from": "=Issue Date"}
    wrong = steward.post(change, {"step": "headings", **sent, "line": "x"})
    assert (chosen_in(wrong), "Paste the whole line of headings" in text_of(wrong)) == (before, True)


def test_a_page_for_each_version_says_what_was_read_through_it(steward: Client, cast: Cast) -> None:
    first = saved(cast.north)
    checked(cast.north, [EXPORT, HELD])
    with in_district(cast.north.id):
        retire_mapping(mapping=first.mapping, by=cast.north.member("district_steward"))
    page = steward.get(f"{BASE}{first.mapping}/")
    assert [(one.version, one.files, one.is_retired) for one in page.context["versions"]] == [
        (2, 0, True),
        (1, 1, False),
    ]
    assert "Retired No file is read through it any more." in text_of(page)
    assert steward.get(f"{BASE}{first.mapping}/?version=1").context["shown"].version == 1
    assert steward.get(f"{BASE}{first.mapping}/?version=9").status_code == 404
    assert "Retired" in text_of(steward.get(BASE))


def test_the_page_of_a_file_says_through_which_version_it_was_read(steward: Client, cast: Cast) -> None:
    saved(cast.north)
    upload = checked(cast.north, [EXPORT, HELD])
    page = text_of(steward.get(f"/d/00100000/uploads/{upload.pk}/"))
    assert "Read through HR export , version 1" in page
    assert "It was read through “HR export”, version 1, as Licenses." in page


def test_what_a_mapping_asks_for_is_asked_beside_the_files(steward: Client, cast: Cast) -> None:
    assert "School year of these files" not in text_of(steward.get("/d/00100000/uploads/"))
    saved(cast.north, "staff_attendance", ABSENT)
    assert "School year of these files" in text_of(steward.get("/d/00100000/uploads/"))
    rows = [["Emp ID", "Bldg", "Contract Days", "Days Out"], ["12345678", "00100505", "180", "4.5"]]
    answer = steward.post("/d/00100000/uploads/", {"file": file_of(rows), "school_year": "2025"}, follow=True)
    outbox.run_waiting()
    with in_district(cast.north.id):
        upload = Upload.objects.get()
    assert (answer.status_code, upload.said_year, upload.state) == (200, 2025, "accepted")
    wrong = steward.post("/d/00100000/uploads/", {"file": file_of(rows), "school_year": "1"})
    assert "Select a valid choice" in text_of(wrong)


STRANGE = [
    {},
    {"step": "fly"},
    {"step": "matches"},
    {"step": "matches", "layout": "course_crosswalk", "headings": "[]"},
    {"step": "matches", "layout": "license", "headings": "{}"},
    {"step": "matches", "layout": "license", "headings": "[1]"},
    {"step": "matches", "layout": "license", "headings": '["a\\u0000"]'},
    {"step": "matches", "layout": "license", "headings": "[" * 100_000},
    {"step": "save", "layout": "license", "codes": '{"type": [["a"]]}'},
    {"step": "back", "layout": "license", "version": "x"},
]


def test_what_no_page_of_ours_sent_is_refused(steward: Client) -> None:
    assert [steward.post(NEW, sent).status_code for sent in STRANGE] == [400] * len(STRANGE)


def test_a_reader_sees_mappings_and_makes_none(cast: Cast, client: Client) -> None:
    first = saved(cast.north)
    client.force_login(cast.north.person("certifier"))
    for path in (BASE, f"{BASE}{first.mapping}/"):
        page = client.get(path)
        told = ("HR export" in text_of(page), f"{first.mapping}/change/" in page.content.decode())
        assert (page.status_code, *told) == (200, True, False)
    assert [client.get(path).status_code for path in (NEW, f"{BASE}{first.mapping}/change/")] == [403, 403]


def test_its_pages_cost_a_fixed_number_of_reads(steward: Client, cast: Cast) -> None:
    first = saved(cast.north)
    for version in range(1, 3):
        saved(cast.north, name=f"No. {version}", mapping=first.mapping, version=version)
        checked(cast.north, [EXPORT, [*HELD[:1], f"12345{version}", *HELD[2:]]])
    for path in (BASE, f"{BASE}{first.mapping}/"):
        with CaptureQueriesContext(connection) as captured:
            steward.get(path)
        told = [query["sql"] for query in captured if "intake_" in query["sql"]]
        assert len(told) == 1, told


@pytest.mark.slow
def test_nothing_of_a_sample_is_left_in_the_workplace(steward: Client) -> None:
    steward.post(NEW, {"step": "headings", "layout": "license", "file": file_of([NAMED, *CELLS])})
    assert list(workplace().iterdir()) == []


@pytest.mark.slow
def test_the_agency_has_no_such_pages(cast: Cast, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    assert client.get("/d/00000000/uploads/mappings/").status_code == 404
