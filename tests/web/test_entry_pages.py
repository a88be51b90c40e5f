"""Rows typed in, with and without scripts: nothing typed is lost, and what is sent is a file like any other."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from districts import outbox
from districts.models import AuditEvent
from districts.wall import across_districts
from monitoring.intake.entry.typed import MOST_ROWS, ONCE
from monitoring.intake.models import Upload
from monitoring.intake.reports.catalogue import own_layouts
from tests.districts.cast import Cast
from tests.intake.layout_cases import ROSTER
from tests.intake.uploading import again
from tests.web.entering import HERE, HTMX, KEY, ROSTERS, drafts, post, sent_upload, shown_ids, text_of, typed_in
from tests.web.reads import reads


@pytest.fixture
def steward(cast: Cast, client: Client) -> Client:
    client.force_login(cast.north.person("district_steward"))
    return client


def test_a_district_may_type_in_what_it_may_send(steward: Client) -> None:
    listed = {
        layout.id for layout in own_layouts() if f'href="{HERE}{layout.id}/"' in steward.get(HERE).content.decode()
    }
    assert listed == {layout.id for layout in own_layouts() if not layout.agency_only}
    assert steward.get(HERE + "course_crosswalk/").status_code == 404


def test_the_menu_marks_uploads_where_rows_are_typed_in(steward: Client) -> None:
    pages = [steward.get(path).content.decode() for path in (HERE, ROSTERS)]
    marked = [re.findall(r'usa-nav__link usa-current"[^>]*><span>([^<]+)', page) for page in pages]
    assert marked == [["Uploads"], ["Uploads"]]


def test_the_agency_may_type_in_everything(cast: Cast, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    page = client.get("/state/entry/").content.decode()
    assert {one.id for one in own_layouts() if f'href="/state/entry/{one.id}/"' in page} == {
        one.id for one in own_layouts()
    }
    assert client.get("/state/entry/course_crosswalk/").status_code == 200


def test_every_field_of_every_layout_has_a_label_and_what_describes_it(steward: Client) -> None:
    for layout in (one for one in own_layouts() if not one.agency_only):
        page = steward.get(f"{HERE}{layout.id}/").content.decode()
        ids = set(re.findall(r' id="([^"]+)"', page))
        labelled = set(re.findall(r'<label [^>]*for="([^"]+)"', page))
        asked = re.findall(r'<(?:input|select|textarea)[^>]* id="((?:row-2-)?[^"]+)" name="(?:0\.)?(\w+)"', page)
        assert [name for _, name in asked if name != "ask_first"] == [
            column.name for column in sorted(layout.columns, key=lambda one: one.name not in ONCE)
        ]
        assert {place for place, _ in asked if not place.startswith("ask")} <= labelled
        assert {one for told in re.findall(r'aria-describedby="([^"]+)"', page) for one in told.split()} <= ids


def test_codes_are_chosen_with_their_meaning_and_schools_by_name(steward: Client) -> None:
    page = steward.get(HERE + "work_assignment/").content.decode()
    assert '<option value="OCT">OCT: as of October 1</option>' in page
    assert '<option value="00100001">Northfield High (00100001)</option>' in page
    assert "Southport" not in page


def test_a_value_that_is_not_in_a_list_stays_chosen(steward: Client) -> None:
    answer = post(steward, "keep", {"employment_status": "99"}, headers=HTMX)
    assert '<option value="99" selected>99: not in the list</option>' in answer.content.decode()


ACTS = [
    ("add", ["1", "2", ""], "row-4"),
    ("copy-0", ["1", "1", "2"], "row-3"),
    ("remove-0", ["2"], "row-2"),
    ("keep", ["1", "2"], ""),
    ("remove-99", ["1", "2"], "row-2"),
    ("no such act", ["1", "2"], ""),
]


def test_without_scripts_a_button_does_what_it_says_and_keeps_what_was_typed(cast: Cast, steward: Client) -> None:
    for act, ids, focus in ACTS:
        answer = post(steward, act, {"mepid": "1"}, {"mepid": "2"})
        assert answer.headers["Location"] == f"{ROSTERS}?draft={KEY}{f'#{focus}' if focus else ''}"
        assert (shown_ids(steward.get(answer.headers["Location"])), typed_in(cast.north)) == (ids, ids)
        post(steward, "discard", version="1")


def test_with_scripts_it_does_the_same_and_the_row_has_the_focus(cast: Cast, steward: Client) -> None:
    for act, ids, focus in ACTS:
        answer = post(steward, act, {"mepid": "1"}, {"mepid": "2"}, headers=HTMX)
        focused = re.findall(r'id="([^"]+)"[^>]* autofocus', answer.content.decode())
        assert (shown_ids(answer), typed_in(cast.north), focused) == (ids, ids, [f"{focus}-mepid"] if focus else [])
        assert "<html" not in answer.content.decode()
        post(steward, "discard", version="1")


def test_what_is_typed_is_kept_as_one_goes_and_goes_on_elsewhere(cast: Cast, steward: Client) -> None:
    for version, mepid in enumerate(("1", "12", "123")):
        kept = post(steward, "autosave", {"mepid": mepid}, version=str(version), headers=HTMX)
        assert f'name="version" value="{version + 1}"' in kept.content.decode()
    other = Client()
    other.force_login(cast.north.person("district_steward"))
    assert shown_ids(other.get(f"{ROSTERS}?draft={KEY}")) == ["123"]
    assert f'href="{ROSTERS}?draft={KEY}"' in other.get(HERE).content.decode()


def test_another_window_overwrites_nothing_until_somebody_asks_twice(cast: Cast, steward: Client) -> None:
    post(steward, "keep", {"mepid": "1"})
    post(steward, "keep", {"mepid": "2"}, version="1")
    quiet = post(steward, "autosave", {"mepid": "3"}, version="1", headers=HTMX)
    asked = post(steward, "keep", {"mepid": "3"}, version="1")
    assert "changed or sent in another window" in text_of(quiet)
    assert ("changed or sent in another window" in text_of(asked), shown_ids(asked)) == (True, ["3"])
    assert typed_in(cast.north) == ["2"]
    post(steward, "keep", {"mepid": "3"}, version="2")
    assert typed_in(cast.north) == ["3"]


@pytest.mark.parametrize("act", ["send", "discard"])
def test_what_another_window_has_kept_is_neither_passed_over_nor_thrown_away_unseen(
    cast: Cast, steward: Client, act: str
) -> None:
    post(steward, "keep", {"mepid": "1"})
    post(steward, "keep", {"mepid": "1"}, {"mepid": "2"}, version="1")
    stale = post(steward, act, {"mepid": "3"}, version="1")
    assert "so nothing was done with them" in text_of(stale)
    assert (shown_ids(stale), typed_in(cast.north)) == (["3"], ["1", "2"])
    with across_districts(reason="tests"):
        assert not Upload.objects.exists()
    asked_again = post(steward, act, {"mepid": "3"}, version="2")
    assert (asked_again.status_code, drafts(cast.north)) == (302, [])


def test_with_scripts_the_browser_is_told_where_to_go_on(cast: Cast, steward: Client) -> None:
    post(steward, "keep", {"mepid": "1"})
    assert post(steward, "discard", {"mepid": "1"}, version="1", headers=HTMX).headers["HX-Redirect"] == HERE
    sent = post(steward, "send", {"mepid": "1"}, headers=HTMX)
    with across_districts(reason="tests"):
        upload = Upload.objects.get()
    assert sent.headers["HX-Redirect"] == f"/d/00100000/uploads/{upload.pk}/"


def test_what_was_still_on_its_way_brings_no_sent_draft_back(cast: Cast, steward: Client) -> None:
    post(steward, "keep", {"mepid": "1"})
    post(steward, "send", {"mepid": "1"}, version="1")
    post(steward, "autosave", {"mepid": "1"}, version="1", headers=HTMX)
    assert drafts(cast.north) == []


def test_thrown_away_it_is_gone(cast: Cast, steward: Client) -> None:
    post(steward, "keep", {"mepid": "1"})
    assert post(steward, "discard", {"mepid": "1"}, version="1").headers["Location"] == HERE
    assert drafts(cast.north) == []
    assert "Nothing is kept here any more" in text_of(steward.get(f"{ROSTERS}?draft={KEY}"))


def test_with_an_ended_session_one_signs_in_and_finds_what_was_kept(cast: Cast, steward: Client) -> None:
    post(steward, "autosave", {"mepid": "1"}, headers=HTMX)
    steward.logout()
    path = f"{ROSTERS}?draft={KEY}"
    lost = post(steward, "autosave", {"mepid": "12"}, version="1", path=path, headers=HTMX)
    assert (lost.status_code, lost.headers["HX-Redirect"].endswith(f"draft%3D{KEY}")) == (204, True)
    steward.force_login(cast.north.person("district_steward"))
    assert shown_ids(steward.get(path)) == ["1"]


# --- sending


def test_sent_it_is_a_file_like_any_other_and_says_how_it_came(cast: Cast, steward: Client) -> None:
    answer = post(steward, "send", {"mepid": "00000017"})
    upload = sent_upload(answer, cast.north)
    outbox.run_waiting()
    page = text_of(steward.get(answer.headers["Location"]))
    assert (upload.file_name, upload.is_typed, again(upload).state) == ("Staff roster, typed in", True, "accepted")
    assert "Carol Steward, by typing" in page
    with across_districts(reason="tests"):
        (event,) = AuditEvent.objects.filter(verb="upload.received")
    assert (event.detail["typed"], event.actor_name) == (True, "Carol Steward")


def test_sent_twice_it_is_one_upload(cast: Cast, steward: Client) -> None:
    first, second = (sent_upload(post(steward, "send", {"mepid": "1"}), cast.north) for _ in range(2))
    assert first.pk == second.pk


@pytest.mark.parametrize(("ticked", "asks"), [({"ask_first": "on"}, True), ({}, False)])
def test_whether_it_is_shown_first_is_the_senders_to_say(
    cast: Cast, steward: Client, ticked: dict[str, str], asks: bool
) -> None:
    assert sent_upload(post(steward, "send", {"mepid": "1"}, **ticked), cast.north).asks_first is asks


@pytest.mark.parametrize(
    ("rows", "more", "words", "to"),
    [
        ([dict.fromkeys(ROSTER, "")], {}, "Nothing is typed yet.", "row-2-mepid"),
        ([{}], {"school_year": ""}, "The school year is not chosen.", "school_year"),
        ([{"mepid": "1", "hire_date": "x" * 501}], {}, "Row 2: hire date has 501 characters.", "row-2-hire_date"),
        ([{}] * (MOST_ROWS + 1), {}, "There are 41 rows, and at most 40 can be typed in at once.", None),
    ],
)
def test_what_cannot_be_sent_stays_on_the_page_and_in_the_draft(
    cast: Cast, steward: Client, rows: list[dict[str, str]], more: dict[str, str], words: str, to: str | None
) -> None:
    answer = post(steward, "send", *rows, **more)
    assert (answer.status_code, "Nothing was sent" in text_of(answer)) == (200, True)
    assert (f'<a href="#{to}">{words}</a>' if to else f"<li>{words}") in answer.content.decode()
    assert f' id="{to}"' in answer.content.decode() or to is None
    assert shown_ids(answer) == typed_in(cast.north) == [{**ROSTER, **row}["mepid"] for row in rows]
    with across_districts(reason="tests"):
        assert not Upload.objects.exists()


def test_beyond_the_last_row_the_workbook_is_named_and_no_row_is_lost(steward: Client) -> None:
    full = post(steward, "add", *[{}] * (MOST_ROWS - 1), headers=HTMX)
    assert ("Add a row" in text_of(full), "/layouts/staff_roster.xlsx" in full.content.decode()) == (False, True)
    for act in ("add", "copy-3"):
        more = post(steward, act, *[{}] * MOST_ROWS, version="1", headers=HTMX)
        assert (len(shown_ids(more)), "at most 40 can be typed in" in text_of(more)) == (MOST_ROWS, True)
        post(steward, "discard", version="1")


def test_what_this_installation_does_not_take_stays_in_the_draft(
    cast: Cast, steward: Client, settings: Settings
) -> None:
    settings.EQP_UPLOAD_BYTES = 20
    assert "more than can be sent at once here" in text_of(post(steward, "send", {"mepid": "1"}))
    assert typed_in(cast.north) == ["1"]


def test_without_its_token_a_form_is_refused(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.north.person("district_steward"))
    assert (post(strict, "send", {"mepid": "1"}).status_code, drafts(cast.north)) == (403, [])


def test_the_pages_ask_a_fixed_number_of_times(cast: Cast, steward: Client) -> None:
    steward.get(HERE)
    post(steward, "keep", {"mepid": "1"})
    few = [reads(steward, path) for path in (HERE, ROSTERS, f"{ROSTERS}?draft={KEY}")]
    post(steward, "keep", *[{"mepid": str(one)} for one in range(9)], version="1")
    post(steward, "keep", {"mepid": "2"}, draft=str(uuid.uuid4()))
    assert [reads(steward, path) for path in (HERE, ROSTERS, f"{ROSTERS}?draft={KEY}")] == few
