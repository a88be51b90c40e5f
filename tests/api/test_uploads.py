"""Files through the API: received once, checked like everywhere, told to nobody else."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings

from districts import outbox
from districts.wall import across_districts
from monitoring.intake.models import Upload
from tests.api.calling import ids, rows, wrong_fields
from tests.api.test_errors import assert_problem
from tests.districts.cast import Cast
from tests.intake.malformed.good import good_tables
from tests.intake.malformed.texts import OTHER_FILES
from tests.intake.tables import csv_text, write_xlsx

UPLOADS = "/api/v1/uploads/"
UNREADABLE = {one.error: one.make(good_tables()[0]) for one in OTHER_FILES}
HEADER = [
    *("school_year", "org_code", "metric_id", "definition_version"),
    *("educator_role", "numerator", "denominator", "unit"),
]


def row(school: int, measure: str = "T_EXP_LT3", numerator: str = "3") -> list[str]:
    return ["2020-21", f"0010000{school}", measure, "1", "TEACHER", numerator, "40", "FTE"]


ROWS = [row(1), row(2), row(3)]
GOOD = csv_text([HEADER, *ROWS]).encode()
IN_PART = csv_text([HEADER, *ROWS, row(1, "T_UNLICENSED", "12x")]).encode()


def send(client: Client, content: bytes = GOOD, name: str = "figures.csv", key: str | None = None, **said: str) -> Any:
    file = io.BytesIO(content)
    file.name = name
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(UPLOADS, {"file": file, **said}, headers=headers)


def checked(answer: Any) -> str:
    """Run the check that was promised; returns the upload's status address."""
    assert answer.status_code == 202, answer.content
    outbox.run_waiting()
    return str(answer.headers["Location"])


def test_a_file_is_received_at_once_and_the_answer_says_where_to_ask(world: Cast, carol: Client) -> None:
    answer = send(carol)
    told = answer.json()
    assert (answer.status_code, answer.headers["Location"]) == (202, told["status"])
    assert (told["state"], told["has_ended"], told["district"]) == ("received", False, "00100000")
    assert (told["file_name"], told["size"], told["sent_by"]) == ("figures.csv", len(GOOD), "Carol Steward")
    assert carol.get(told["status"]).json()["state"] == "received"


def test_after_the_check_the_status_tells_what_was_taken(world: Cast, carol: Client) -> None:
    told = carol.get(checked(send(carol, IN_PART))).json()
    assert (told["state"], told["has_ended"], told["report"]) == ("accepted_in_part", True, "metric_aggregate")
    assert (told["rows"], told["errors"], told["school_years"]) == (4, 1, ["2020-21"])
    datasets = [(snapshot["dataset"], snapshot["is_current"]) for snapshot in told["snapshots"]]
    assert ("metric_aggregate", True) in datasets


def test_the_same_key_with_the_same_file_leads_to_the_same_upload(world: Cast, carol: Client) -> None:
    first, second = send(carol, key="a-1"), send(carol, key="a-1")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    assert len(rows(carol.get(UPLOADS))) == 1


def test_the_same_key_with_another_file_is_refused(world: Cast, carol: Client) -> None:
    first, second = send(carol, key="a-1"), send(carol, IN_PART, key="a-1")
    assert first.status_code == 202
    assert_problem(second, 422, "not-processable", UPLOADS)
    assert wrong_fields(second) == ["Idempotency-Key"]
    assert ids(carol.get(UPLOADS)) == [first.json()["id"]]


def test_two_districts_may_choose_the_same_key(world: Cast, carol: Client, grace: Client) -> None:
    first, second = send(carol, key="a-1"), send(grace, IN_PART, key="a-1")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] != second.json()["id"]


def test_another_key_with_the_same_file_is_an_upload_of_its_own_and_changes_nothing(world: Cast, carol: Client) -> None:
    first, second = checked(send(carol, key="a-1")), checked(send(carol, key="a-2"))
    assert first != second
    assert [one["is_current"] for one in carol.get(first).json()["snapshots"]] == [True]
    assert (carol.get(second).json()["state"], carol.get(second).json()["snapshots"]) == ("accepted", [])


def test_a_key_stays_with_its_upload_when_the_same_file_was_there_before(world: Cast, carol: Client) -> None:
    send(carol)
    assert (send(carol, key="a-1").status_code, send(carol, IN_PART, key="a-1").status_code) == (202, 422)


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b", "é"])
def test_a_key_that_is_no_key_is_refused(world: Cast, carol: Client, key: str) -> None:
    answer = send(carol, key=key)
    assert_problem(answer, 400, "invalid-request", UPLOADS)
    assert wrong_fields(answer) == ["Idempotency-Key"]


def test_a_body_without_a_file_or_with_several_or_with_more_is_refused(world: Cast, carol: Client) -> None:
    def file() -> io.BytesIO:
        return io.BytesIO(GOOD)

    assert wrong_fields(carol.post(UPLOADS, {})) == ["file"]
    assert wrong_fields(carol.post(UPLOADS, {"file": "a,b"})) == ["file"]
    assert wrong_fields(carol.post(UPLOADS, {"file": [file(), file()]})) == ["file"]
    assert wrong_fields(carol.post(UPLOADS, {"file": file(), "district": "00200000"})) == ["district"]
    assert wrong_fields(carol.post(f"{UPLOADS}?district=00200000", {"file": file()})) == ["district"]
    assert rows(carol.get(UPLOADS)) == []


def test_a_body_that_is_no_form_is_refused(world: Cast, carol: Client) -> None:
    table = carol.post(UPLOADS, GOOD, content_type="text/csv")
    assert_problem(table, 415, "unsupported-media-type", UPLOADS)
    assert table.json()["detail"] == "Send the body as multipart/form-data."
    broken = carol.post(UPLOADS, b"--x\r\nnonsense", content_type="multipart/form-data")
    assert_problem(broken, 400, "invalid-request", UPLOADS)


@override_settings(EQP_UPLOAD_BYTES=100)
def test_a_file_that_is_too_large_is_refused_and_not_kept(world: Cast, carol: Client) -> None:
    answer = send(carol, b"x" * 101)
    assert_problem(answer, 413, "too-large", UPLOADS)
    assert wrong_fields(answer) == ["file"]
    assert rows(carol.get(UPLOADS)) == []


@override_settings(EQP_API_RATES={"requests": 3_000, "uploads": 0})
def test_uploads_have_a_rate_of_their_own(world: Cast, carol: Client) -> None:
    assert_problem(send(carol), 429, "too-many-requests", UPLOADS)
    assert carol.get(UPLOADS).status_code == 200


def test_who_may_not_send_files_is_refused_before_the_file_is_read(world: Cast, alice: Client, lena: Client) -> None:
    assert (send(alice).status_code, send(lena).status_code) == (403, 403)
    assert (alice.get(UPLOADS).status_code, lena.get(UPLOADS).status_code) == (200, 403)


def test_a_session_needs_its_csrf_token_to_send_a_file(world: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/accounts/login/")
    browser.force_login(world.north.person("district_steward"))
    assert_problem(send(browser), 403, "not-permitted", UPLOADS)
    token = browser.cookies["eqp_csrf"].value
    assert browser.post(UPLOADS, {"file": io.BytesIO(GOOD)}, headers={"X-CSRFToken": token}).status_code == 202


def test_uploads_are_the_districts_own(world: Cast, carol: Client, grace: Client, erin: Client) -> None:
    mine = send(carol).json()
    for path in (mine["status"], mine["findings"], f"{mine['findings']}?format=csv"):
        assert (carol.get(path).status_code, grace.get(path).status_code, erin.get(path).status_code) == (200, 404, 404)
    assert (ids(carol.get(UPLOADS)), ids(grace.get(UPLOADS)), ids(erin.get(UPLOADS))) == (
        [mine["id"]],
        [],
        [mine["id"]],
    )
    assert grace.get(f"{UPLOADS}?district=00100000").status_code == 404
    assert ids(erin.get(f"{UPLOADS}?district=00100000")) == [mine["id"]]
    assert ids(erin.get(f"{UPLOADS}?district=00200000")) == []


def test_the_agency_learns_that_a_district_sent_a_file_and_not_what_is_in_it(
    world: Cast, carol: Client, erin: Client
) -> None:
    checked(send(carol, IN_PART))
    (mine,), (seen,) = rows(carol.get(UPLOADS)), rows(erin.get(UPLOADS))
    told = {"id", "state", "is_overtaken", "has_ended", "district", "received_at"}
    told |= {"report", "report_title", "school_years"}
    assert seen == {name: value if name in told else None for name, value in mine.items()}
    assert (seen["state"], seen["school_years"]) == ("accepted_in_part", ["2020-21"])


def test_every_filter_of_uploads_keeps_what_fits(world: Cast, carol: Client) -> None:
    checked(send(carol))
    refused = send(carol, b"", "empty.csv")
    checked(refused)
    assert ids(carol.get(f"{UPLOADS}?state=refused")) == [refused.json()["id"]]
    for query in (
        "state=accepted",
        "school_year=2020-21",
        "school_year=2019-20&school_year=2020-21",
        "report=metric_aggregate",
    ):
        assert [found["file_name"] for found in rows(carol.get(f"{UPLOADS}?{query}"))] == ["figures.csv"]
    assert ids(carol.get(f"{UPLOADS}?school_year=2019-20")) == []


FILES = {
    "good.csv": GOOD,
    "in_part.csv": IN_PART,
    "formula.csv": csv_text([HEADER, *ROWS, row(1, "T_UNLICENSED", "=1+1")]).encode(),
    "unknown.csv": b"A,B\n1,2\n",
    "binary.csv": UNREADABLE["E-FILE-BINARY"],
}
MORE_FILES = {
    "header_only.csv": csv_text([HEADER]).encode(),
    "wrong_year.csv": GOOD.replace(b"2020-21", b"2020-22"),
    **{f"{rule}.csv": content for rule, content in UNREADABLE.items()},
}


def assert_same_verdict(client: Client, path: Path, form: str = "csv") -> None:
    """The API's state and findings are those of `manage.py check_file`."""
    status = client.get(checked(send(client, path.read_bytes(), path.name))).json()
    out, summary = io.StringIO(), io.StringIO()
    try:
        call_command("check_file", str(path), district="00100000", format=form, stdout=out, stderr=summary)
    except SystemExit:
        assert status["state"] == "refused"
    told = client.get(f"{status['findings']}?format={form}")
    assert out.getvalue() == (told.content.decode() if form == "csv" else as_json(rows(told)))
    verdict = status["state"].replace("_", " ")
    assert f"; {verdict}; {status['rows_accepted']} of {status['rows']} rows" in summary.getvalue()


def as_json(found: list[dict[str, Any]]) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", FILES)
def test_a_file_gets_the_verdict_and_findings_that_the_command_line_gives(
    world: Cast, carol: Client, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    assert_same_verdict(carol, path)


@pytest.mark.slow
@pytest.mark.parametrize("name", MORE_FILES)
def test_so_does_every_other_kind_of_bad_file(world: Cast, carol: Client, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(MORE_FILES[name])
    assert_same_verdict(carol, path)


def test_a_workbook_does_so_as_well_and_as_json(world: Cast, carol: Client, tmp_path: Path) -> None:
    assert_same_verdict(carol, write_xlsx(tmp_path / "figures.xlsx", [HEADER, *ROWS]), form="json")


def test_findings_can_be_asked_for_by_header_filter_and_page(world: Cast, carol: Client) -> None:
    spoilt = (row(school, numerator="x" if school < 4 else "3") for school in range(1, 8))
    content = csv_text([HEADER, *spoilt]).encode()
    findings = carol.get(checked(send(carol, content))).json()["findings"]
    everything = rows(carol.get(findings))
    errors = [finding for finding in everything if finding["severity"] == "E"]
    assert rows(carol.get(f"{findings}?severity=E")) == errors != []
    assert rows(carol.get(f"{findings}?rule={errors[0]['rule_id']}&page_size=1")) == errors[:1]
    table = carol.get(findings, headers={"Accept": "text/csv"})
    assert (table.headers["Content-Type"], len(table.content.splitlines())) == (
        "text/csv; charset=utf-8",
        len(everything) + 1,
    )
    second = carol.get(f"{findings}?format=csv&page=2&page_size=1").content.splitlines()
    assert second == [table.content.splitlines()[place] for place in (0, 2)]
    assert wrong_fields(carol.get(f"{findings}?format=xml")) == ["format"]
    assert_problem(carol.get(findings, headers={"Accept": "text/html"}), 406, "not-acceptable", findings)


def test_the_agency_sends_files_of_its_own(world: Cast, erin: Client) -> None:
    told = send(erin).json()
    assert told["district"] == "00000000"
    with across_districts(reason="tests: whose upload"):
        assert Upload.objects.get(pk=told["id"]).district_id == world.agency.id


@pytest.mark.slow
def test_a_program_is_asked_first_unless_it_says_otherwise(world: Cast, carol: Client) -> None:
    checked(send(carol))
    others = csv_text([HEADER, row(1, numerator="4"), *ROWS[1:]]).encode()
    file = SimpleUploadedFile("figures.csv", others)
    held = checked(carol.post(UPLOADS, {"file": file}))
    assert [carol.get(held).json()[name] for name in ("state", "why_held")] == ["held", "asked"]
    assert carol.post(f"{held}confirmation/").status_code == 202
    outbox.run_waiting()
    assert [carol.get(held).json()[name] for name in ("state", "why_held")] == ["accepted", None]
    for word, becomes in (("", ("held", "asked")), ("true", ("held", "asked")), ("false", ("accepted", None))):
        said = {"file": SimpleUploadedFile("figures.csv", GOOD), "ask_first": word}
        told = carol.get(checked(carol.post(UPLOADS, said, headers={"Idempotency-Key": f"anew{word}"}))).json()
        assert (told["state"], told["why_held"]) == becomes
    other_word = carol.post(UPLOADS, {"file": SimpleUploadedFile("figures.csv", GOOD), "ask_first": "yes"})
    assert_problem(other_word, 400, "invalid-request", UPLOADS)


@pytest.mark.slow
def test_a_held_file_is_taken_on_a_word_of_its_sender(world: Cast, carol: Client, grace: Client) -> None:
    rows_of_schools = [row(school) for school in range(1, 10)]
    checked(send(carol, csv_text([HEADER, *rows_of_schools]).encode(), ask_first="false"))
    held = checked(send(carol, csv_text([HEADER, *rows_of_schools[:5]]).encode(), ask_first="false"))
    told = carol.get(held).json()
    assert (told["state"], told["snapshots"], told["rows"], told["rows_accepted"]) == ("held", [], 5, 0)
    found = rows(carol.get(f"{held}findings/?rule=W-ROWS-GONE"))
    assert "4 of the 9 rows of “figures.csv”" in found[0]["message"]
    word = f"{held}confirmation/"
    assert_problem(grace.post(word), 404, "not-found", word)
    assert (carol.post(word).status_code, carol.post(word).status_code) == (202, 202)
    outbox.run_waiting()
    assert carol.get(held).json()["state"] == "accepted"
    other = checked(send(carol, csv_text([HEADER, *rows_of_schools[:6]]).encode(), ask_first="false"))
    assert_problem(carol.post(f"{other}confirmation/"), 409, "conflict", f"{other}confirmation/")
    cut, newer = (
        checked(send(carol, csv_text([HEADER, *some]).encode(), ask_first="false"))
        for some in (rows_of_schools[:2], rows_of_schools)
    )
    problem = carol.post(f"{cut}confirmation/")
    assert_problem(problem, 409, "conflict", f"{cut}confirmation/")
    assert "came after it and was taken in its place" in problem.json()["detail"]
    again = checked(send(carol, csv_text([HEADER, *rows_of_schools[:4]]).encode(), ask_first="false"))
    told, waiting = carol.get(cut).json(), carol.get(again).json()
    assert (told["overtaken_by"], told["is_overtaken"]) == (carol.get(newer).json()["id"], True)
    assert (waiting["overtaken_by"], waiting["is_overtaken"]) == (None, False)
    held_ones = {word: ids(carol.get(f"/api/v1/uploads/?state=held&is_overtaken={word}")) for word in ("true", "false")}
    assert held_ones == {"true": [told["id"]], "false": [waiting["id"]]}
    assert wrong_fields(carol.get("/api/v1/uploads/?is_overtaken=yes")) == ["is_overtaken"]
