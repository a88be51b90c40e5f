"""However a file gets in, no byte of it is ever on a disk as it came: not while it streams, not while it is read, and
not afterwards. Since every moment is looked at, it is so as well where all breaks off in between.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from pytest_django.fixtures import Settings

from districts.wall import across_districts
from monitoring.intake.arrival import Arrival
from monitoring.intake.files import open_stored
from monitoring.intake.models import Upload
from monitoring.intake.reading import door
from tests.api.calling import by_token
from tests.districts.cast import Cast
from tests.intake.tables import csv_text
from tests.intake.uploading import again, run_check

MARKER = "Ann Lee of 12 Elm Street, whom nobody may find on a disk; "
HEADER = ["school_year", "org_code", "student_group", "enrolled", "notes"]
ROWS = [
    [f"{year}-{year % 100 + 1}", f"0010000{school}", "all", 100 + year % 10 + school, MARKER * 2800]
    for year in range(2015, 2021)
    for school in (1, 2, 3)
]
CONTENT = csv_text([HEADER, *ROWS]).encode()  # 2.9 MB: more than Django would hold in memory by default
UPLOADS = "/d/00100000/uploads/"


class Watch:
    """Looks through a tree, and what this process has open without a name in it; tells what it found when."""

    def __init__(self, root: Path) -> None:
        self.root, self.found = root, set[str]()
        self.looks: Counter[str] = Counter()

    def look(self, moment: str) -> None:
        self.looks[moment] += 1
        for path in [*self.root.rglob("*"), *self._nameless()]:
            try:
                if path.is_file() and MARKER.encode() in path.read_bytes():
                    self.found.add(f"{moment}: {path}")
            except OSError:  # it has just gone
                continue

    def _nameless(self) -> list[Path]:
        opened = [path for path in Path("/proc/self/fd").glob("*") if path.is_symlink()]
        return [path for path in opened if os.readlink(path).startswith(str(self.root))]

    def before(self, patch: pytest.MonkeyPatch, place: Any, name: str, moment: str) -> None:
        """Look before each call of a function."""
        original = getattr(place, name)

        def watched(*args: Any, **options: Any) -> Any:
            self.look(moment)
            return original(*args, **options)

        patch.setattr(place, name, watched)


@pytest.fixture
def watch(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Everything that is written lies in one tree, and is looked at whenever anything moves."""
    root = tmp_path / "machine"
    place = {**settings.STORAGES["default"], "OPTIONS": {"location": str(root / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": place}
    settings.FILE_UPLOAD_TEMP_DIR = root / "incoming"
    (root / "tmp").mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(root / "tmp"))
    monkeypatch.setenv("TMPDIR", str(root / "tmp"))
    watch = Watch(root)
    for name in ("add", "end", "seal_for", "close"):
        watch.before(monkeypatch, Arrival, name, name)
    for name in ("unlink", "replace", "rename"):
        watch.before(monkeypatch, os, name, "names change")
    watch.before(monkeypatch, door, "_resident_bytes", "reading")
    monkeypatch.setattr(door, "LOOK_EVERY", 0.1)
    return watch


def by_browser(cast: Cast, folder: Path) -> None:
    client = Client()
    client.force_login(cast.north.person("district_steward"))
    assert client.post(UPLOADS, {"file": SimpleUploadedFile("notes.csv", CONTENT)}).status_code == 302


def by_api(cast: Cast, folder: Path) -> None:
    file = io.BytesIO(CONTENT)
    file.name = "notes.csv"
    answer = by_token(cast.north.member("district_steward")).post("/api/v1/uploads/", {"file": file})
    assert answer.status_code == 202


def by_command(cast: Cast, folder: Path) -> None:
    (folder / "given").mkdir()
    (folder / "given" / "notes.csv").write_bytes(CONTENT)
    call_command("import_profiles", str(folder / "given"), no_results=True, stdout=io.StringIO())


@pytest.mark.parametrize("send", [by_browser, by_api, by_command])
def test_no_disk_ever_holds_a_file_as_it_came(
    send: Callable[[Cast, Path], None], cast: Cast, watch: Watch, tmp_path: Path
) -> None:
    send(cast, tmp_path)
    with across_districts(reason="tests"):
        upload = Upload.objects.get()
    run_check(upload)
    watch.look("at the end")
    assert watch.found == set()
    assert watch.looks["add"] > 2
    assert {"end", "seal_for", "close", "names change", "reading"} <= watch.looks.keys()
    upload = again(upload)
    with across_districts(reason="tests"):
        assert (upload.state, upload.rows_accepted, open_stored(upload).read()) == ("accepted", len(ROWS), CONTENT)
    assert (watch.root / "files" / upload.stored_name).stat().st_size > len(CONTENT)


def test_a_request_that_breaks_off_leaves_nothing(cast: Cast, watch: Watch) -> None:
    class Line(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > len(CONTENT) // 2:
                raise OSError("the sender is gone")
            return super().read(size)

    client = Client()
    client.force_login(cast.north.person("district_steward"))
    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("notes.csv", CONTENT)})
    breaking: dict[str, Any] = {"wsgi.input": Line(body)}
    answer = client.generic("POST", UPLOADS, body, MULTIPART_CONTENT, **breaking)
    assert (answer.status_code, watch.found) == (400, set())
    assert watch.looks["add"] > 4
    assert list((watch.root / "files" / "incoming").iterdir()) == []


def test_the_watch_would_see_it(watch: Watch) -> None:
    (watch.root / "files").mkdir()
    (watch.root / "files" / "plain").write_text("1," + MARKER)
    with tempfile.TemporaryFile() as nameless:
        nameless.write(MARKER.encode())
        nameless.flush()
        watch.look("now")
    assert len(watch.found) == 2
