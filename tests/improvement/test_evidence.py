"""Files beside entries of a log: sealed, the district's alone, and destroyed when it says so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from districts.wall import OutsideScope, in_district, in_job, in_state
from monitoring.analysis.strategies.adoption import Stage
from monitoring.improvement import actions
from monitoring.improvement.actions import Terms
from monitoring.improvement.models import EvidenceFile, Progress, Strategy
from monitoring.intake import files
from monitoring.intake.actions.sweep_files import sweep_files
from tests.districts.cast import Cast

pytestmark = pytest.mark.django_db
LOG = "/d/00100000/strategies/1/progress/"
CONTENT = b"Minutes of the meeting of March 3."


@pytest.fixture
def lead(cast: Cast, client: Client) -> Client:
    with in_district(cast.north.id):
        actions.adopt_strategy(
            strategy=Strategy.objects.get(key="early-hiring"),
            stage=Stage.ADOPTED,
            since=dt.date(2024, 9, 3),
            terms=Terms(),
            by=cast.north.member("equity_lead"),
        )
    client.force_login(cast.north.person("equity_lead"))
    return client


def send(client: Client, name: str = "minutes.pdf", content: bytes = CONTENT) -> int:
    sent = {"status": "on_track", "day": "2025-03-04", "file": SimpleUploadedFile(name, content)}
    return client.post(LOG, sent).status_code


def kept(cast: Cast) -> list[EvidenceFile]:
    with in_district(cast.north.id):
        return list(EvidenceFile.objects.all())


def test_a_file_goes_with_an_entry_and_comes_back_as_it_was(lead: Client, cast: Cast) -> None:
    assert send(lead) == 302
    (found,) = kept(cast)
    with default_storage.open(found.stored_name) as stored:
        assert CONTENT not in stored.read()
    assert "minutes.pdf" in lead.get("/d/00100000/strategies/1/").content.decode()
    answer = lead.get(f"/d/00100000/strategies/evidence/{found.pk}/")
    assert b"".join(answer.streaming_content) == CONTENT  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("minutes.exe", CONTENT, "Evidence is a file of one of these kinds"),
        ("minutes", CONTENT, "Evidence is a file of one of these kinds"),
        ("minutes.pdf", b"", "The file is empty."),
        ("minutes.pdf", b"x" * ((20 << 20) + 1), "larger than 20 megabytes"),
    ],
)
def test_a_file_that_is_not_kept_keeps_the_entry_on_the_form(
    lead: Client, cast: Cast, name: str, content: bytes, why: str
) -> None:
    sent = {"status": "stuck", "day": "2025-03-04", "text": "We met.", "file": SimpleUploadedFile(name, content)}
    answer = lead.post(LOG, sent)
    shown = answer.content.decode()
    assert (answer.status_code, why in shown, "We met." in shown) == (200, True, True)
    with in_district(cast.north.id):
        assert (Progress.objects.count(), EvidenceFile.objects.count()) == (0, 0)


def test_nobody_but_the_district_reaches_the_row_or_the_bytes(lead: Client, cast: Cast) -> None:
    send(lead)
    (found,) = kept(cast)
    for scope in (in_state(cast.agency.id), in_district(cast.south.id), in_job(cast.south.id)):
        with scope, pytest.raises(OutsideScope):
            files.open_stored(found)
    with in_district(cast.south.id):
        assert EvidenceFile.objects.count() == 0


def test_what_is_destroyed_is_gone_and_that_it_was_there_stays(
    lead: Client, cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    for _ in range(2):
        send(lead)
    first, second = kept(cast)
    for number, one in enumerate((first, second)):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assert lead.post(f"/d/00100000/strategies/evidence/{one.pk}/destroy/").status_code == 302
        assert default_storage.exists(first.stored_name) is not bool(number)  # both had the same bytes
    assert lead.get(f"/d/00100000/strategies/evidence/{first.pk}/").status_code == 404
    assert "its content was destroyed" in lead.get("/d/00100000/strategies/1/").content.decode()


def test_the_sweep_leaves_evidence_and_takes_what_no_row_names(lead: Client, cast: Cast) -> None:
    send(lead)
    (found,) = kept(cast)
    with in_job(cast.north.id):
        with files.arriving([b"left behind"]) as arrival:
            stray = files.keep_original(arrival, district_id=cast.north.id, kind=files.EVIDENCE)
        assert sweep_files(district_id=cast.north.id) == 1
    assert (default_storage.exists(found.stored_name), default_storage.exists(stray.stored_name)) == (True, False)
