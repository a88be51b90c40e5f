"""Stored files survive a crash and bad disks, and what kills leave behind is swept."""

from __future__ import annotations

import logging
import os
import shutil
import time
from pathlib import Path

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import InMemoryStorage, default_storage
from pytest_django.fixtures import Settings

from districts.wall import across_districts
from monitoring.intake import actions, durable, files, tasks
from monitoring.intake.actions.sweep_files import sweep_files
from monitoring.intake.files import FileDamaged, open_stored
from monitoring.intake.models import Upload
from tests.districts.cast import Cast
from tests.intake.tables import csv_text
from tests.intake.uploading import checked, current, enrollment, send

ROWS = enrollment(["2020-21", "00100001", "all", 100])


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were synced, in order."""
    told: list[Path] = []
    sync = durable.sync

    def noted(folder: Path) -> None:
        told.append(folder)
        sync(folder)

    monkeypatch.setattr(durable, "sync", noted)
    return told


def bytes_of(upload: Upload) -> bytes:
    with across_districts(reason="tests"):
        return open_stored(upload).read()


def test_every_folder_that_leads_to_a_new_file_is_synced(cast: Cast, root: Path, synced: list[Path]) -> None:
    place = (root / send(cast.north, ROWS).stored_name).parent
    assert {place, place.parent, place.parent.parent, root, root.parent} <= set(synced)
    made = [folder for folder in (place, *place.parents) if folder.is_relative_to(root)]
    assert {folder.stat().st_mode & 0o777 for folder in made} == {0o700}


def test_a_folder_somebody_else_made_and_did_not_sync_is_synced_as_well(
    cast: Cast, root: Path, synced: list[Path]
) -> None:
    (root / "uploads" / str(cast.north.id)).mkdir(parents=True)
    send(cast.north, ROWS)
    assert {root, root / "uploads", root / "uploads" / str(cast.north.id)} <= set(synced)


@pytest.mark.parametrize("damage", [b"", csv_text(ROWS).encode(), None])  # which is not sealed: it is not ours
def test_a_damaged_original_is_put_right_by_sending_it_again(cast: Cast, root: Path, damage: bytes | None) -> None:
    upload = send(cast.north, ROWS)
    whole, path = bytes_of(upload), root / upload.stored_name
    path.unlink() if damage is None else path.write_bytes(damage)
    with pytest.raises(FileDamaged):
        bytes_of(upload)
    assert send(cast.north, ROWS).pk == upload.pk
    assert bytes_of(upload) == whole


def test_an_original_of_another_tenant_or_another_key_is_not_read_and_snapshots_need_none(
    cast: Cast, root: Path, settings: Settings
) -> None:
    norths, souths = checked(cast.north, ROWS), send(cast.south, ROWS)
    assert norths.content_hash == souths.content_hash
    shutil.copy(root / norths.stored_name, root / souths.stored_name)
    with pytest.raises(FileDamaged):
        bytes_of(souths)
    settings.EQP_SEALING_KEY = bytes(32)
    with pytest.raises(FileDamaged):
        bytes_of(norths)
    assert current(cast.north, "school_enrollment", 2021)["enrolled"].to_list() == [100]
    assert send(cast.north, ROWS).pk == norths.pk
    assert bytes_of(norths) == csv_text(ROWS).encode()  # sealed anew, with the key of now


def test_a_sound_original_is_left_alone(cast: Cast, root: Path) -> None:
    upload = send(cast.north, ROWS)
    before = (root / upload.stored_name).stat()
    send(cast.north, ROWS)
    send(cast.north, ROWS, by="a command")
    after = (root / upload.stored_name).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_bytes_that_were_destroyed_do_not_come_back(cast: Cast, root: Path) -> None:
    personal = b"First Name,Last Name\nAnn,Lee\n"
    upload = checked(cast.north, personal)
    (root / upload.stored_name).unlink()
    assert send(cast.north, personal).pk == upload.pk
    assert not (root / upload.stored_name).exists()


class Renaming(InMemoryStorage):
    """A storage that gives files names of its own."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return f"{name}_x7"


def use_remote(settings: Settings, storage: type[InMemoryStorage]) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": f"{storage.__module__}.{storage.__qualname__}"},
    }


def test_a_remote_storage_holds_and_repairs_files_too(cast: Cast, settings: Settings) -> None:
    use_remote(settings, InMemoryStorage)
    upload = send(cast.north, ROWS)
    whole = bytes_of(upload)
    default_storage.open(upload.stored_name, "wb").write(b"damaged")
    with pytest.raises(FileDamaged):
        bytes_of(upload)
    send(cast.north, ROWS)
    assert bytes_of(upload) == whole


def test_a_remote_storage_that_chooses_another_name_is_not_believed(cast: Cast, settings: Settings) -> None:
    use_remote(settings, Renaming)
    with pytest.raises(OSError, match="another name"):
        send(cast.north, ROWS)
    assert files.stored_names(cast.north.id) == set()
    with across_districts(reason="tests"):
        assert not Upload.objects.exists()


@pytest.mark.parametrize("is_local", [True, False])
def test_what_kills_left_in_the_workplace_is_swept_once_it_is_old(
    is_local: bool, root: Path, settings: Settings
) -> None:
    if not is_local:
        use_remote(settings, InMemoryStorage)
    assert files.workplace() == (root / "incoming" if is_local else settings.FILE_UPLOAD_TEMP_DIR)
    old, young = (files.workplace() / name for name in ("eqp-old", "eqp-young"))
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    os.utime(old, (time.time() - 2 * files.UNFINISHED_SECONDS,) * 2)
    assert (files.clear_workplace(), old.exists(), young.exists()) == (1, False, True)


def test_a_file_that_goes_while_the_sweeper_looks_is_no_trouble(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.workplace() / "eqp-done"
    monkeypatch.setattr(Path, "iterdir", lambda folder: iter([path]))
    assert files.clear_workplace() == 0


def test_one_tenants_trouble_does_not_end_the_sweep_of_the_others(
    cast: Cast, root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    strays = {}
    for tenant in (cast.north, cast.south):
        with files.arriving([b"a stray of Ann Lee"]) as arrival:
            strays[tenant.id] = root / files.keep_original(arrival, district_id=tenant.id).stored_name

    def sweep(*, district_id: int) -> int:
        if district_id == cast.north.id:
            raise OSError("the disk of Ann Lee is on fire")
        return sweep_files(district_id=district_id)

    monkeypatch.setattr(actions, "sweep_files", sweep)
    with caplog.at_level(logging.ERROR):
        assert tasks.sweep_files() == 1
    assert (strays[cast.north.id].exists(), strays[cast.south.id].exists()) == (True, False)
    assert f"tenant {cast.north.id}" in caplog.text
    assert "builtins.OSError at " in caplog.text
    assert "Ann Lee" not in caplog.text


def test_trouble_in_the_workplace_does_not_keep_tenants_from_being_swept(
    cast: Cast, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trouble() -> int:
        raise PermissionError("not mine")

    send(cast.north, ROWS)
    monkeypatch.setattr(files, "clear_workplace", trouble)
    monkeypatch.setattr(actions, "sweep_files", lambda district_id: 7 if district_id == cast.north.id else 0)
    assert tasks.sweep_files() == 7


def test_a_sweep_whose_time_is_over_ends(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_time() -> int:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(files, "clear_workplace", out_of_time)
    with pytest.raises(SoftTimeLimitExceeded):
        tasks.sweep_files()
