"""A file is safe before it is acknowledged, and the same file does not become two uploads by accident."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from districts.models import AuditEvent, Job
from districts.wall import OutsideScope, across_districts, in_district
from monitoring.intake import files
from monitoring.intake.actions import IdempotencyConflict, receive_upload
from monitoring.intake.models import Upload
from tests.districts.cast import Cast
from tests.intake.uploading import checked, enrollment, send

ROWS = enrollment(["2020-21", "00100001", "all", 100])
OTHER = enrollment(["2020-21", "00100001", "all", 101])


def uploads() -> int:
    with across_districts(reason="tests"):
        return Upload.objects.count()


def test_an_upload_is_a_row_an_event_a_job_and_the_bytes(cast: Cast) -> None:
    upload = send(cast.north, b"A,B\n1,2\n", name="../secret/2020-21.csv")
    with across_districts(reason="tests"):
        job = Job.objects.get(topic="intake.check_upload", key=str(upload.pk))
        event = AuditEvent.objects.get(object_id=str(upload.pk))
        kept = files.open_stored(upload).read()
    assert (upload.file_name, upload.state, upload.sent_by_name) == ("2020-21.csv", "received", "Carol Steward")
    assert (kept, upload.content_hash) == (b"A,B\n1,2\n", hashlib.sha256(b"A,B\n1,2\n").hexdigest())
    assert job.payload == {"upload_id": str(upload.pk)}
    assert (event.verb, event.actor_name, event.detail["sha256"]) == (
        "upload.received",
        "Carol Steward",
        upload.content_hash,
    )


def test_the_same_person_sending_the_same_bytes_gets_the_upload_back(cast: Cast) -> None:
    assert send(cast.north, ROWS).pk == send(cast.north, ROWS, name="copy.csv").pk
    assert uploads() == 1


def test_other_bytes_another_person_or_another_district_make_another_upload(cast: Cast) -> None:
    first = send(cast.agency, ROWS)
    others = [send(cast.agency, OTHER), send(cast.north, ROWS), send(cast.agency, ROWS, by="a command")]
    assert len({first.pk, *(upload.pk for upload in others)}) == 4


def test_going_back_to_an_earlier_file_is_a_new_upload(cast: Cast) -> None:
    first = checked(cast.north, ROWS)
    checked(cast.north, OTHER)
    assert send(cast.north, ROWS).pk != first.pk


def test_the_same_key_gives_the_same_upload_and_no_other_file(cast: Cast) -> None:
    first = send(cast.north, ROWS, idempotency_key="monday")
    assert send(cast.north, ROWS, idempotency_key="monday").pk == first.pk
    with pytest.raises(IdempotencyConflict):
        send(cast.north, OTHER, idempotency_key="monday")
    assert send(cast.south, OTHER, idempotency_key="monday").pk != first.pk


def test_a_file_over_the_limit_leaves_nothing_behind(cast: Cast, settings: Any, tmp_path: Path) -> None:
    kept_by = settings.STORAGES["default"]
    settings.STORAGES = {**settings.STORAGES, "default": {**kept_by, "OPTIONS": {"location": str(tmp_path)}}}
    send(cast.south, ROWS)
    kept = stored_under(tmp_path)
    settings.EQP_UPLOAD_BYTES = 10
    with pytest.raises(files.FileTooLarge):
        send(cast.north, b"more than ten bytes")
    assert (len(kept), uploads(), stored_under(tmp_path)) == (1, 1, kept)


def test_who_may_not_upload_does_not(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        send(cast.north, ROWS, role="certifier")
    with files.arriving([b"x"]) as arrival, in_district(cast.south.id), pytest.raises(PermissionDenied):
        receive_upload(file_name="a.csv", arrival=arrival, by=cast.north.member("district_steward"))


def test_outside_a_scope_nothing_is_received(cast: Cast) -> None:
    with files.arriving([b"x"]) as arrival, pytest.raises(OutsideScope):
        receive_upload(file_name="a.csv", arrival=arrival, by=cast.north.member("district_steward"))


def stored_under(folder: Path) -> list[Path]:
    """Every file kept, hidden ones too."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
