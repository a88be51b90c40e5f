"""What was typed and sent opens again with what was found in it, for its tenant alone, and is destroyed in time."""

from __future__ import annotations

import logging
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from districts import outbox
from districts.models import AuditEvent, Job
from districts.wall import OutsideScope, across_districts, in_district, in_state
from monitoring.intake import files, tasks
from monitoring.intake.actions import NotMendable, keep_draft, mend_upload, type_in
from monitoring.intake.entry.kept import opened
from monitoring.intake.entry.typed import Typed, TypedRow
from monitoring.intake.models import ColumnProposal, EntryDraft, Upload
from monitoring.intake.reports.catalogue import REPORTS
from tests.districts.cast import Cast
from tests.intake.layout_cases import ROSTER
from tests.intake.typing import checked_rows, typed_of
from tests.intake.uploading import again, checked, enrollment, run_check
from tests.web.entering import HTMX, KEY, ROSTERS, drafts, fields, post, sent_upload, shown_ids, text_of, typed_in

SECRET = "31415926"


@pytest.fixture
def steward(cast: Cast, client: Client) -> Client:
    client.force_login(cast.north.person("district_steward"))
    return client


def mended(steward: Client, upload: Upload) -> Any:
    return steward.post(f"/d/00100000/uploads/{upload.pk}/mend/", follow=True)


def sent_with_errors(steward: Client, cast: Cast) -> Upload:
    rows = [
        {"mepid": "1"},
        {"mepid": "2", "years_prior_teaching": "many"},
        {"mepid": SECRET, "hire_date": "31/12/2010"},
    ]
    upload = sent_upload(post(steward, "send", *rows), cast.north)
    outbox.run_waiting()
    return again(upload)


def test_rows_with_errors_open_again_with_what_was_found_beside_their_fields(cast: Cast, steward: Client) -> None:
    upload = sent_with_errors(steward, cast)
    assert (upload.state, upload.rows_accepted, upload.original) == ("accepted_in_part", 2, "kept")
    assert "Mend what was typed" in text_of(steward.get(f"/d/00100000/uploads/{upload.pk}/"))
    answer = mended(steward, upload)
    page = answer.content.decode()
    assert shown_ids(answer) == ["1", "2", SECRET]
    assert '<a href="#row-3-years_prior_teaching">Row 3: “years_prior_teaching”' in page
    assert re.findall(r'id="([^"]+)"[^>]*aria-invalid="true"', page) == [
        "row-3-years_prior_teaching",
        "row-4-hire_date",
    ]
    described = re.search(r'id="row-4-hire_date"[^>]*aria-describedby="([^"]*)"', page)
    assert described is not None
    assert described[1].split() == ["row-4-hire_date-hint", "row-4-hire_date-told"]


def test_what_was_found_goes_with_its_row_and_leaves_with_it(cast: Cast, steward: Client) -> None:
    mended(steward, sent_with_errors(steward, cast))
    (draft,) = drafts(cast.north)
    rows = [{"mepid": "2", "years_prior_teaching": "many"}, {"mepid": "9"}]
    page = post(
        steward, "keep", *rows, **{"draft": str(draft.key), "version": "1", "0.was": "3", "1.was": ""}, headers=HTMX
    )
    assert re.findall(r'id="([^"]+)"[^>]*aria-invalid="true"', page.content.decode()) == ["row-2-years_prior_teaching"]
    assert "hire_date” is" not in text_of(page)


def test_mended_it_takes_the_earlier_ones_place_which_is_destroyed(cast: Cast, steward: Client) -> None:
    upload = sent_with_errors(steward, cast)
    mended(steward, upload)
    (draft,) = drafts(cast.north)
    sound = [{"mepid": "00000001"}, {"mepid": "00000002"}, {"mepid": SECRET}]
    newer = sent_upload(post(steward, "send", *sound, draft=str(draft.key), version="1"), cast.north)
    outbox.run_waiting()
    assert (again(newer).state, again(newer).rows_accepted) == ("accepted", 3)
    assert [
        (again(one).original, "Mend what was typed" in text_of(steward.get(f"/d/00100000/uploads/{one.pk}/")))
        for one in (upload, newer)
    ] == [
        ("removed", False),
        ("removed", False),
    ]
    with in_district(cast.north.id), pytest.raises(files.FileDamaged):
        files.open_stored(again(upload))


def test_a_held_one_that_is_mended_waits_no_longer(cast: Cast, steward: Client) -> None:
    checked_rows(cast.north, "staff_roster", typed_of(REPORTS["staff_roster"], [{**ROSTER, "mepid": "1"}]))
    held = sent_upload(post(steward, "send", {"mepid": "2"}, ask_first="on"), cast.north)
    run_check(held)
    assert again(held).state == "held"
    mended(steward, held)
    (draft,) = drafts(cast.north)
    newer = sent_upload(post(steward, "send", {"mepid": "3"}, draft=str(draft.key), version="1"), cast.north)
    outbox.run_waiting()
    assert [(again(one).state, again(one).original) for one in (held, newer)] == [
        ("left", "removed"),
        ("accepted", "kept"),  # for a person of the earlier file is not in it, which asks for a look
    ]


def test_one_that_waits_for_a_decision_on_its_columns_is_mended_by_what_is_sent_after_it(
    cast: Cast, steward: Client
) -> None:
    held = sent_upload(post(steward, "send", {"mepid": "2"}), cast.north)
    run_check(held)
    with across_districts(reason="tests"):
        waiting = {"state": Upload.State.HELD, "why_held": Upload.WhyHeld.COLUMNS, "original": Upload.Original.KEPT}
        Upload.objects.filter(pk=held.pk).update(**waiting)
        question = {"report": "staff_roster", "mapping": {"a": "b"}, "titles": {}, "evidence": ""}
        ColumnProposal.objects.create(district_id=cast.north.id, upload=held, school_year=2025, **question)
    mended(steward, held)
    (draft,) = drafts(cast.north)
    newer = sent_upload(post(steward, "send", {"mepid": "3"}, draft=str(draft.key), version="1"), cast.north)
    assert (again(held).state, again(newer).state, drafts(cast.north)) == ("held", "received", [])


def test_opened_twice_it_is_the_same_draft_and_the_opening_is_on_record_once(cast: Cast, steward: Client) -> None:
    upload = sent_with_errors(steward, cast)
    first, second = mended(steward, upload), mended(steward, upload)
    assert first.redirect_chain == second.redirect_chain
    with across_districts(reason="tests"):
        assert AuditEvent.objects.filter(verb="upload.reopened").count() == 1


def test_rows_of_persons_in_which_nothing_was_found_are_not_kept(cast: Cast, steward: Client) -> None:
    upload = sent_upload(post(steward, "send", {"mepid": SECRET}), cast.north)
    outbox.run_waiting()
    assert again(upload).original == "removed"
    assert "what was typed is no longer kept" in text_of(mended(steward, upload))


@pytest.mark.usefixtures("root")
def test_typed_rows_of_persons_are_kept_for_thirty_days_and_drafts_as_well(cast: Cast, steward: Client) -> None:
    upload = sent_with_errors(steward, cast)
    mended(steward, upload)
    for days, original, left in ((29, "kept", 1), (31, "removed", 0)):
        with across_districts(reason="tests: time goes by"):
            Upload.objects.update(received_at=timezone.now() - timedelta(days=days))
            EntryDraft.objects.update(kept_at=timezone.now() - timedelta(days=days))
        tasks.sweep_files()
        tasks.sweep_drafts()
        outbox.run_waiting()
        assert (again(upload).original, len(drafts(cast.north))) == (original, left)


def test_a_file_that_was_not_typed_and_one_that_is_being_checked_are_not_opened(cast: Cast, steward: Client) -> None:
    sent = checked(cast.north, enrollment(["2020-21", "00100001", "all", 400]))
    waiting = sent_upload(post(steward, "send", {"mepid": "1"}), cast.north)
    told = [text_of(mended(steward, one)) for one in (sent, waiting)]
    assert ["it was not typed in here" in told[0], "it is being checked" in told[1]] == [True, True]


def test_nobody_else_opens_or_mends_what_was_typed(cast: Cast, steward: Client) -> None:
    upload = sent_with_errors(steward, cast)
    post(steward, "keep", {"mepid": SECRET})
    grace = Client()
    grace.force_login(cast.south.person("district_steward"))
    theirs = grace.get(f"/d/00200000/entry/staff_roster/?draft={KEY}")
    assert ("Nothing is kept here any more" in text_of(theirs), SECRET in theirs.content.decode()) == (True, False)
    assert grace.post(f"/d/00200000/uploads/{upload.pk}/mend/").status_code == 404
    grace.post("/d/00200000/entry/staff_roster/", fields({"mepid": "5"}, do="keep"))
    assert (typed_in(cast.north), typed_in(cast.south)) == ([SECRET], ["5"])
    (draft,) = drafts(cast.north)
    for scope in (in_district(cast.south.id), in_state(cast.agency.id), across_districts(reason="tests")):
        with scope, pytest.raises(OutsideScope):
            opened(draft)
    with in_state(cast.agency.id):
        assert not EntryDraft.objects.exists()
    with in_district(cast.south.id), pytest.raises(Upload.DoesNotExist):
        mend_upload(upload_id=upload.pk, by=cast.south.member("district_steward"))


@pytest.mark.parametrize("role", ["district_admin", "certifier", "school_leader"])
def test_who_may_not_send_may_not_type(cast: Cast, role: str) -> None:
    typed, key = Typed({}, (TypedRow({"mepid": SECRET}),)), uuid.uuid4()
    with in_district(cast.north.id), pytest.raises(PermissionDenied):
        keep_draft(layout=REPORTS["staff_roster"], key=key, typed=typed, version=0, by=cast.north.member(role))
    assert drafts(cast.north) == []


def test_no_id_that_was_typed_lies_open_anywhere(cast: Cast, steward: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    upload = sent_with_errors(steward, cast)
    mended(steward, upload)
    post(steward, "send", dict.fromkeys(ROSTER, ""), {"mepid": SECRET, "hire_date": "x" * 501})
    with across_districts(reason="tests"):
        rows = [
            *AuditEvent.objects.values_list("detail", flat=True),
            *Job.objects.values(),
            *Upload.objects.values(),
            *EntryDraft.objects.values(),
        ]
    rows += [steward.session.items(), *(bytes(one.sealed) for one in drafts(cast.north))]
    assert len(drafts(cast.north)) == 2
    assert SECRET not in f"{rows} {caplog.text}"


def test_a_damaged_draft_is_not_there_and_a_damaged_file_says_so(cast: Cast, steward: Client) -> None:
    upload = sent_with_errors(steward, cast)
    post(steward, "keep", {"mepid": SECRET})
    with across_districts(reason="tests"):
        (draft,) = EntryDraft.objects.all()
        draft.sealed = bytes(draft.sealed)[:-1] + b"x"
        draft.save()
    assert steward.get(f"{ROSTERS}?draft={KEY}").status_code == 404
    with in_district(cast.north.id):
        files.destroy_original(upload)
        with pytest.raises(NotMendable, match="damaged"):
            mend_upload(upload_id=upload.pk, by=cast.north.member("district_steward"))


def test_rows_of_a_layout_that_has_changed_since_say_so(
    cast: Cast, steward: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sent_with_errors(steward, cast)
    monkeypatch.setattr(type_in, "own_layouts", lambda: [REPORTS["evaluation"]])
    with in_district(cast.north.id), pytest.raises(NotMendable, match="the layout has other columns since"):
        mend_upload(upload_id=upload.pk, by=cast.north.member("district_steward"))
