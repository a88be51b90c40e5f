"""The upload pages: send, watch, read what was found, decide; with and without scripts."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localtime
from pytest_django.fixtures import Settings

from districts import outbox
from districts.models import Job
from districts.wall import in_district
from monitoring.intake.changes.left_out import left_out
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.models import Finding, Upload
from monitoring.intake.reports.catalogue import REPORTS, own_layouts
from monitoring.intake.views import sending as views
from tests.districts.cast import Cast
from tests.intake.uploading import again

SOUND = (
    b"school_year,org_code,student_group,enrolled\n"
    b"2020-21,00100001,all,400\n2020-21,00100001,low_income,100\n"
    b"2020-21,00100002,all,300\n2020-21,00100002,low_income,30\n"
)
FAULTY = SOUND + b"2020-21,00100003,all,many\n"


@pytest.fixture
def steward(cast: Cast, client: Client) -> Client:
    client.force_login(cast.north.person("district_steward"))
    return client


def send(client: Client, *contents: bytes) -> Upload:
    files = [SimpleUploadedFile(f"enrollment-{place}.csv", content) for place, content in enumerate(contents)]
    answer = client.post("/d/00100000/uploads/", {"file": files})
    assert answer.status_code == 302
    with in_district(answer.wsgi_request.district.pk):  # type: ignore[attr-defined]
        return Upload.objects.order_by("-received_at").first()


def path_of(upload: Upload) -> str:
    return f"/d/00100000/uploads/{upload.pk}/"


def test_a_file_sent_without_scripts_leads_to_its_page(steward: Client) -> None:
    path = path_of(send(steward, SOUND))
    page = steward.get(path).content.decode()
    assert "Waiting for its turn" in page
    assert f'<noscript><p><a href="{path}">See how far it is now</a></p></noscript>' in page


def test_progress_is_asked_for_until_the_check_has_ended(steward: Client) -> None:
    upload = send(steward, SOUND)
    before = steward.get(path_of(upload) + "status/", headers={"HX-Request": "true"})
    outbox.run_waiting()
    after = steward.get(path_of(upload) + "status/", headers={"HX-Request": "true"})
    assert (before.headers.get("HX-Refresh"), after.headers.get("HX-Refresh")) == (None, "true")


def test_what_was_found_is_told_by_cause_with_row_and_remedy(steward: Client) -> None:
    upload = send(steward, FAULTY)
    outbox.run_waiting()
    shown = steward.get(path_of(upload))
    told = {finding.rule_id: (finding.total, finding.details[0]["row"]) for finding in shown.context["findings"]}
    assert told["E-CELL-NUMBER"] == (1, 6)
    assert RULES["E-CELL-NUMBER"].fix in shown.content.decode().replace("&quot;", '"')


def test_of_data_on_persons_it_is_said_what_is_true_before_and_after_they_are_destroyed(steward: Client) -> None:
    upload = send(steward, b"First Name,Last Name\nAnn,Lee\n")
    check, removal = (f"intake.{topic}" for topic in ("check_upload", "remove_original"))
    run(upload, check)
    before = steward.get(path_of(upload)).content.decode()
    run(upload, removal)
    after = steward.get(path_of(upload)).content.decode()
    assert "Its content still lies here, and is destroyed within moments" in before
    assert "its content was destroyed" in after
    for page in (before, after):  # a finding is written once and read at any time
        assert "a copy that was sent in is destroyed after the check" in page
        assert "kept" not in page
        assert ("still lies here" in page, "was destroyed" in page) == ((page == before), (page == after))


def run(upload: Upload, topic: str) -> None:
    """One job of an upload, and no other."""
    with in_district(upload.district_id):
        job = Job.objects.get(topic=topic, key=str(upload.pk))
    assert outbox.run(job_id=job.pk, district_id=job.district_id)


def test_findings_can_be_taken_away_as_csv(steward: Client) -> None:
    upload = send(steward, FAULTY)
    outbox.run_waiting()
    answer = steward.get(path_of(upload) + "findings.csv")
    header = answer.content.decode().splitlines()[0]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert header == "rule_id,severity,file,row,column,school_year,value,message,how_to_fix,total"


def test_several_files_at_once_lead_to_the_list(steward: Client) -> None:
    files = [SimpleUploadedFile("one.csv", SOUND), SimpleUploadedFile("two.csv", FAULTY)]
    answer = steward.post("/d/00100000/uploads/", {"file": files}, follow=True)
    assert answer.redirect_chain == [("/d/00100000/uploads/", 302)]
    assert sorted(upload.file_name for upload in answer.context["page"]) == ["one.csv", "two.csv"]


def test_a_file_that_is_too_large_is_named_and_the_others_are_taken(steward: Client, settings: Settings) -> None:
    settings.EQP_UPLOAD_BYTES = len(SOUND)
    files = [SimpleUploadedFile(f"{name}.csv", content) for name, content in (("big", FAULTY), ("sound", SOUND))]
    answer = steward.post("/d/00100000/uploads/", {"file": files}, follow=True)
    assert answer.redirect_chain == [("/d/00100000/uploads/", 302)]
    assert [upload.file_name for upload in answer.context["page"]] == ["sound.csv"]
    told = [(message.level_tag, str(message).replace("\xa0", " ")) for message in answer.context["messages"]]
    assert told == [
        ("success", "1 file was received; it is being checked."),
        (
            "error",
            f"“big.csv” was not taken: it has {len(FAULTY)} bytes, and a file may have at most {len(SOUND)} bytes."
            " Split it, for example by school year, and send the parts.",
        ),
    ]


def test_where_no_file_is_taken_the_form_names_each_of_them(steward: Client, settings: Settings) -> None:
    settings.EQP_UPLOAD_BYTES = 10
    files = [SimpleUploadedFile(f"{name}.csv", SOUND) for name in ("one", "two")]
    answer = steward.post("/d/00100000/uploads/", {"file": files})
    told = answer.context["form"].errors["file"]
    assert [words.partition(" was not taken: it has ")[0] for words in told] == ["“one.csv”", "“two.csv”"]
    assert (answer.status_code, len(answer.context["page"])) == (200, 0)
    assert "At most 10\xa0bytes at once." in answer.content.decode()


def test_an_empty_file_is_for_the_checks_to_refuse_and_keeps_no_other_out(steward: Client) -> None:
    files = [SimpleUploadedFile("empty.csv", b""), SimpleUploadedFile("sound.csv", SOUND)]
    steward.post("/d/00100000/uploads/", {"file": files})
    outbox.run_waiting()
    page = steward.get("/d/00100000/uploads/").context["page"]
    assert {upload.file_name: upload.state for upload in page} == {"empty.csv": "refused", "sound.csv": "accepted"}


def test_sending_nothing_says_what_is_missing(steward: Client) -> None:
    answer = steward.post("/d/00100000/uploads/", {})
    assert answer.context["form"].errors == {"file": ["Choose at least one file."]}


def test_who_may_not_send_sees_the_list_without_the_form(cast: Cast, client: Client) -> None:
    client.force_login(cast.north.person("certifier"))
    page = client.get("/d/00100000/uploads/").content.decode()
    assert "data-drop" not in page
    assert client.post("/d/00100000/uploads/", {}).status_code == 403


def test_another_districts_upload_is_not_there(cast: Cast, steward: Client) -> None:
    upload = send(steward, SOUND)
    other = Client()
    other.force_login(cast.south.person("district_steward"))
    own = f"/d/00200000/uploads/{upload.pk}/"
    assert [other.get(path).status_code for path in (own, own + "status/", own + "findings.csv")] == [404, 404, 404]


def test_ese_sees_that_a_district_sent_a_file_but_not_what_is_in_it(cast: Cast, steward: Client) -> None:
    upload = send(steward, SOUND)
    ese = Client()
    ese.force_login(cast.agency.person("ese_analyst"))
    page = ese.get("/state/uploads/").content.decode()
    assert "Northfield" in page
    assert upload.file_name not in page
    assert ese.get(f"/state/uploads/{upload.pk}/").status_code == 404


def test_ese_picks_among_the_districts_files_and_turns_their_pages(
    cast: Cast, steward: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE", 1)
    send(steward, SOUND, FAULTY)
    outbox.run_waiting()
    steward.force_login(cast.agency.person("ese_analyst"))

    def states(query: str) -> list[str]:
        return [upload.state for upload in steward.get(f"/state/uploads/?{query}").context["others"]]

    assert [states("others=1"), states("others=2")] == [["accepted_in_part"], ["accepted"]]
    assert states("district=north&state=accepted&report=school_enrollment") == ["accepted"]
    assert states("district=0010&state=refused") == states("district=South") == states("report=organizations") == []
    assert "is not one of the available choices" in steward.get("/state/uploads/?state=lost").content.decode()
    assert 'href="?state=&amp;others=2"' in steward.get("/state/uploads/?state=").content.decode()


def test_every_layout_and_report_stands_on_the_page_of_what_can_be_sent_and_has_a_page(
    client: Client, db: None
) -> None:
    page = client.get("/layouts/").content.decode()
    for report in REPORTS.values():
        path = f"/layouts/{report.id}/" if report.number else f"/layouts/published/{report.id}/"
        assert (f'id="{report.id}"' in page, f'href="{path}"' in page) == (True, True)
        own = unescape(client.get(path).content.decode())
        names = {header for column in report.columns for header in column.headers}
        assert [name for name in sorted(names) if name not in own] == []
    assert [client.get(f"/layouts/published/{name}/").status_code for name in ("nothing", "student")] == [404, 404]


@pytest.mark.parametrize(
    ("file", "start"),
    [("{}.csv", b"\xef\xbb\xbf"), ("{}.xlsx", b"PK"), ("{}/sample.csv", b"\xef\xbb\xbf"), ("{}.json", b"{")],
)
def test_every_layout_has_files_to_fill_in(client: Client, db: None, file: str, start: bytes) -> None:
    answers = [client.get(f"/layouts/{file.format(one.id)}") for one in own_layouts()]
    assert {answer.status_code for answer in answers} == {200}
    assert [answer.content.startswith(start) for answer in answers] == [True] * len(own_layouts())


def test_a_sample_has_the_codes_of_the_district_that_asks(client: Client, db: None) -> None:
    def codes(query: str) -> set[str]:
        rows = list(
            csv.DictReader(
                io.StringIO(client.get(f"/layouts/climate_survey/sample.csv{query}").content.decode("utf-8-sig"))
            )
        )
        return {row["org_code"][:4] for row in rows[:3]}

    assert [codes(""), codes("?district=00440000"), codes("?district=x")] == [{"0035"}, {"0044"}, {"0035"}]


def test_what_is_no_layout_of_ours_has_no_page(client: Client, db: None) -> None:
    paths = ("nothing/", "dese_teacher_data/", "published_figures.csv", "nothing/sample.csv")
    assert [client.get(f"/layouts/{path}").status_code for path in paths] == [404] * 4


def test_every_rule_stands_on_the_page_of_rules(client: Client, db: None) -> None:
    page = client.get("/rules/").content.decode()
    assert [rule for rule in [*RULES, *CROSS_RULES] if f'id="{rule}"' not in page] == []
    assert [rule["id"] for rule in client.get("/rules.json").json()] == [*RULES, *CROSS_RULES]


def test_the_folder_of_incoming_files_is_made_with_the_first(
    steward: Client, settings: Settings, tmp_path: Path
) -> None:
    place = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": place}
    send(steward, SOUND)
    assert (tmp_path / "files" / "incoming").stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "files" / "incoming").iterdir()) == []


def test_what_was_left_out_of_rows_that_are_taken_is_said_on_the_page_and_in_the_list(steward: Client) -> None:
    upload = send(steward, FAULTY)
    outbox.run_waiting()
    pages = [steward.get(path).content.decode() for path in (path_of(upload), "/d/00100000/uploads/")]
    assert "5 of 5 rows are taken, without 1 cell. What was left out" in pages[0]
    assert '5 of 5<span class="n">without 1 cell</span>' in pages[1]


def test_whole_rows_that_were_left_out_are_counted_by_the_rows_alone() -> None:
    found = {"E-ROW-CUT": 4, "E-COLUMN-UNLIKE": 1, "E-CELL-NUMBER": 1200, "E-CELL-RANGE": 34}
    errors = [Finding(rule_id=rule, total=total) for rule, total in found.items()]
    assert left_out(errors) == "1,234 cells and 1 column of a school year"
    assert left_out(errors[:1]) == ""


def many_schools(count: int, *years: str) -> bytes:
    schools = [(year, school) for year in years or ["2020-21"] for school in range(1, count + 1)]
    rows = "".join(f"{year},0010{school:04},all,{int(year[:4]) % 100 + 80 + school}\n" for year, school in schools)
    return b"school_year,org_code,student_group,enrolled\n" + rows.encode()


def test_a_file_that_lacks_rows_of_the_earlier_one_waits_for_a_word_on_its_page(cast: Cast, steward: Client) -> None:
    send(steward, many_schools(40))
    outbox.run_waiting()
    upload = send(steward, many_schools(30))
    outbox.run_waiting()
    page = steward.get(path_of(upload)).content.decode()
    assert "Not in force yet" in page
    assert "10 of the 40 rows of “enrollment-0.csv”" in page
    certifier = Client()
    certifier.force_login(cast.north.person("certifier"))
    assert "Take it all the same" not in certifier.get(path_of(upload)).content.decode()
    seen = {"checked": again(upload).checked_at.isoformat()}  # type: ignore[union-attr]
    answer = steward.post(path_of(upload) + "take/", seen, follow=True)
    assert "Waiting for its turn" in answer.content.decode()
    outbox.run_waiting()
    assert "All 30 rows are taken" in steward.get(path_of(upload)).content.decode()
    told = steward.post(path_of(upload) + "take/", follow=True)
    assert list(told.context["messages"]) == []  # said before


def test_rows_that_stand_already_change_no_figure(steward: Client) -> None:
    first, again = [(send(steward, data), outbox.run_waiting())[0] for data in (SOUND, SOUND + b"\n")]
    pages = [steward.get(path_of(upload)).content.decode() for upload in (first, again)]
    assert ["stand already, so that no figure changes" in page for page in pages] == [False, True]


def tags_of(client: Client) -> list[str]:
    """The states in the list, latest first."""
    return re.findall(r'data-label="State">\s*<span[^>]*>([^<]*)', client.get("/d/00100000/uploads/").content.decode())


def test_a_held_file_that_was_overtaken_names_the_later_one(steward: Client) -> None:
    first = send(steward, many_schools(40))
    outbox.run_waiting()
    upload = send(steward, many_schools(30))
    outbox.run_waiting()
    whole = send(steward, many_schools(41))
    outbox.run_waiting()
    page, first_page = (steward.get(path_of(one)).content.decode() for one in (upload, first))
    assert f'<a href="{path_of(whole)}">' in page
    assert f'<a href="{path_of(whole)}">{whole.file_name}</a>' in first_page  # superseded by it
    assert "Overtaken by a newer file" in page
    assert "Take it all the same" not in page
    assert tags_of(steward) == ["Accepted", "Overtaken by a newer file", "Accepted"]
    told = steward.post(path_of(upload) + "take/", follow=True).content.decode()
    assert f"“{whole.file_name}” (received " in told


@pytest.mark.slow
def test_a_held_file_is_overtaken_only_where_later_ones_cover_all_its_years(steward: Client) -> None:
    send(steward, many_schools(40, "2019-20", "2020-21"))
    outbox.run_waiting()
    upload = send(steward, many_schools(30, "2019-20", "2020-21"))
    outbox.run_waiting()
    send(steward, many_schools(41, "2020-21"))
    outbox.run_waiting()
    page = steward.get(path_of(upload)).content.decode()
    assert ("Take it all the same" in page, "Overtaken" in page) == (True, False)
    assert "Held: not in force" in tags_of(steward)
    assert "What follows is about 2019-20 only." in page
    other = send(steward, many_schools(41, "2019-20"))
    outbox.run_waiting()
    page = steward.get(path_of(upload)).content.decode()
    assert ("Take it all the same" in page, f'<a href="{path_of(other)}">' in page) == (False, True)


def test_a_file_sent_in_the_browser_is_taken_after_a_look_at_what_it_changes(steward: Client) -> None:
    form = steward.get("/d/00100000/uploads/").content.decode()
    assert re.search(r'<input type="checkbox" name="ask_first"[^>]* checked>', form)
    first = send(steward, many_schools(40))
    outbox.run_waiting()
    file = SimpleUploadedFile("other.csv", many_schools(41).replace(b",101\n", b",102\n"))
    path = steward.post("/d/00100000/uploads/", {"file": file, "ask_first": "on"}).headers["Location"]
    outbox.run_waiting()
    page = steward.get(path).content.decode()
    assert [words in page for words in ("look at what it changes", ">Take it<", "Leave it", "Take it all")] == [
        *(True, True, True, False)
    ]
    (told,) = steward.get(path).context["comparisons"]
    assert (told.added, told.changed, told.removed, told.unchanged) == (1, 1, 0, 39)
    rows = steward.get(f"{path}changes/?of={told.name}")
    assert [(one["change"], one["row"], one["was"], one["now"]) for one in rows.context["page"]] == [
        *(("changed", 2, "101", "102"), ("added", 42, None, None)),
    ]
    assert f'href="{path_of(first)}"' in page
    assert steward.get(f"{path}changes/?of=nothing").status_code == 404
    nothing_changed = steward.get(f"{path_of(first)}changes/?change=added")
    assert (nothing_changed.status_code, list(nothing_changed.context["page"])) == (200, [])
    table = csv.DictReader(io.StringIO(b"".join(steward.get(f"{path}changes.csv")).decode()))
    assert [(one["change"], one["column"], one["now"]) for one in table] == [
        ("changed", "enrolled", "102"),
        ("added", "", ""),
    ]
    assert steward.get(f"{path}changes.xlsx").content.startswith(b"PK")
    seen = steward.get(path).context["upload"].checked_at
    stale = steward.post(f"{path}take/", {"checked": (seen - timedelta(seconds=1)).isoformat()}, follow=True)
    assert "it was checked again since" in stale.content.decode()
    assert f'name="checked" value="{localtime(seen).isoformat()}"' in stale.content.decode()
    left = steward.post(f"{path}leave/", follow=True).content.decode()
    assert ("Left: not taken" in left, tags_of(steward)[0]) == (True, "Left: not taken")
    assert "does not wait for your word" in steward.post(f"{path}take/", follow=True).content.decode()
