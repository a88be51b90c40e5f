"""The reading process: where it puts the table, and how it ends when nobody watches it any more."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from monitoring.intake import examination, files
from monitoring.intake.reading.door import ROOT, read_table
from monitoring.intake.reading.limits import DEFAULT
from monitoring.intake.reading.table import Table
from tests.districts.cast import Cast
from tests.intake.conftest import read_at_once
from tests.intake.tables import csv_text
from tests.intake.uploading import checked, enrollment

ROWS = enrollment(["2020-21", "00100001", "all", 100])
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's own means")
READ = "import sys; from pathlib import Path; from monitoring.intake.reading.door import read_table; "
READ += "read_table(Path(sys.argv[1]), workplace=Path(sys.argv[2]))"
ALONE = "import os, time; from dataclasses import replace; from monitoring.intake.reading import child; "
ALONE += "from monitoring.intake.reading.limits import DEFAULT; child.MORE_SECONDS = 1; {act}"


def python(program: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], cwd=ROOT, stderr=subprocess.DEVNULL)


def child_of(parent: int) -> int | None:
    """The reading process that a process has started, from the moment it is one."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == parent and b"monitoring.intake.reading.child" in command:
            return int(status.parent.name)
    return None


def wait_for(what: Any, seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.005)
    raise AssertionError("it did not come about")


@LINUX
def test_it_ends_with_its_parent_and_leaves_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"A,B\n1,2\n")
    (tmp_path / "work").mkdir()
    parent = python(READ, tmp_path / "a.csv", tmp_path / "work")
    child = wait_for(lambda: child_of(parent.pid))
    os.kill(child, signal.SIGSTOP)  # so that it cannot be done before its parent is gone
    parent.kill()
    parent.wait()
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGCONT)
    wait_for(lambda: not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text())
    assert list((tmp_path / "work").glob("*/*")) == []


@LINUX
def test_the_kernel_ends_it_with_its_parent_in_the_midst_of_reading(tmp_path: Path) -> None:
    reading = "import os, sys, time; from monitoring.intake.reading.child import end_with; "
    reading += "end_with(os.getppid()); print('reads', flush=True); time.sleep(10); print('left')"
    start = "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', sys.argv[1]]); "
    start += "open(sys.argv[2], 'w').write(str(child.pid)); child.wait()"
    program = [sys.executable, "-c", start, reading, str(tmp_path / "pid")]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"reads\n"
        parent.kill()
        assert parent.stdout.read() == b""


@pytest.mark.parametrize(
    ("act", "ends"),
    [
        ("child.bound(replace(DEFAULT, seconds=0)); time.sleep(60)", -signal.SIGALRM),
        pytest.param("child.bound(DEFAULT); bytearray(64 << 30)", 1, marks=LINUX),
        ("child.end_with(1 << 30); time.sleep(60)", 1),
    ],
    ids=["time", "memory", "another parent"],
)
def test_it_has_bounds_of_its_own(act: str, ends: int) -> None:
    assert python(ALONE.format(act=act)).wait(30) == ends


def test_the_table_lies_where_it_is_told_and_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    load = Table.load

    def noted(folder: Path) -> Table:
        seen.append(folder)
        return load(folder)

    monkeypatch.setattr(Table, "load", noted)
    (tmp_path / "a.csv").write_bytes(b"A,B\n1,2\n")
    (tmp_path / "work").mkdir()
    assert isinstance(read_table(tmp_path / "a.csv", workplace=tmp_path / "work"), Table)
    assert ([folder.parent for folder in seen], list((tmp_path / "work").iterdir())) == ([tmp_path / "work"], [])


def test_uploads_and_commands_read_in_the_private_workplace_within_the_limit_of_uploads(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []

    def noted(path: Path, **options: Any) -> Any:
        told.append(options)
        return read_at_once(path)

    monkeypatch.setattr(examination, "read_table", noted)
    settings.EQP_UPLOAD_BYTES = 2 * DEFAULT.file_bytes
    upload = checked(cast.north, ROWS)
    (tmp_path / "a.csv").write_text(csv_text(ROWS))
    call_command("check_file", str(tmp_path / "a.csv"), district="00100000")
    assert [options["workplace"] for options in told] == [files.workplace(), files.workplace()]
    assert files.workplace().stat().st_mode & 0o777 == 0o700
    agreed = upload.size  # a limit that was lowered since the file came does not refuse it when it is checked again
    assert [options["limits"].file_bytes for options in told] == [agreed, 2 * DEFAULT.file_bytes]
