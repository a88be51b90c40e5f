"""The reading process: what passes through its pipes, and how it ends when nobody watches it any more."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from polars.testing import assert_frame_equal

from districts.trouble import STOPPED, StoppedFromOutside, code_of
from monitoring.intake import examination
from monitoring.intake.files import FileDamaged
from monitoring.intake.reading import door, ready
from monitoring.intake.reading.child import read
from monitoring.intake.reading.door import ROOT, read_table
from monitoring.intake.reading.limits import DEFAULT, MEGABYTE
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table
from tests.conftest import read_at_once
from tests.districts.cast import Cast
from tests.intake.tables import csv_text
from tests.intake.uploading import checked, enrollment

ROWS = enrollment(["2020-21", "00100001", "all", 100])
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's own means")
READ = "from monitoring.intake.reading.door import read_table; read_table([b'A,B\\n1,2\\n'])"
ALONE = "import os, time; from monitoring.intake.reading import child; "
ALONE += "from monitoring.intake.reading.limits import DEFAULT; child.MORE_SECONDS = 1; {act}"


def python(program: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.DEVNULL)


SAYS_EMPTY = """
import sys
from monitoring.intake.reading.answer import write_answer
from monitoring.intake.reading.refusal import Note
sys.stdin.read()
write_answer(Note("E-FILE-EMPTY"), sys.stdout.buffer)
"""


def reads_as(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Have another program in the reading process's place."""
    start = subprocess.Popen

    def started(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        return start([sys.executable, "-c", program], **options)

    monkeypatch.setattr(subprocess, "Popen", started)
    monkeypatch.setattr(ready, "FORKS", False)


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


def has_ended(process: int) -> bool:
    try:
        return " Z " in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return True


def wait_for(what: Any, seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.005)
    raise AssertionError("it did not come about")


@LINUX
def test_it_ends_with_its_parent() -> None:
    parent = python(READ)
    child = wait_for(lambda: child_of(parent.pid))
    os.kill(child, signal.SIGSTOP)  # so that it cannot be done before its parent is gone
    parent.kill()
    parent.wait()
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGCONT)
    wait_for(lambda: has_ended(child))


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
        ("child.end_after(0); time.sleep(60)", -signal.SIGALRM),
        pytest.param("child.bound(DEFAULT); bytearray(64 << 30)", 1, marks=LINUX),
        ("child.bound(DEFAULT); os.write(os.open({file!r}, os.O_CREAT | os.O_WRONLY), b'x')", 1),
        ("child.end_with(1 << 30); time.sleep(60)", 1),
    ],
    ids=["time", "memory", "files", "another parent"],
)
def test_it_has_bounds_of_its_own(act: str, ends: int, tmp_path: Path) -> None:
    file = tmp_path / "written"
    assert python(ALONE.format(act=act.format(file=str(file)))).wait(30) == ends
    assert not file.exists() or file.read_bytes() == b""


def test_a_table_passes_whole_whatever_is_in_it() -> None:
    rows = [["A", "B\n2"], *(["x" * (number % 50), None] for number in range(30_000)), ["short"], ["é", "=", "more"]]
    content = csv_text(rows).encode("cp1252")
    table = read_table(content[at : at + 1000] for at in range(0, len(content), 1000))
    assert isinstance(table, Table)
    here = read(io.BytesIO(content), DEFAULT)
    assert isinstance(here, Table)
    assert_frame_equal(table.cells, here.cells)
    assert_frame_equal(table.narrow, here.narrow)
    assert replace(table, cells=None, narrow=None) == replace(here, cells=None, narrow=None)  # type: ignore[arg-type]


def reader_of_this_process() -> int | None:
    return child_of(child_of(os.getpid()) or 0)


@LINUX
@pytest.mark.parametrize("ended", [reader_of_this_process, lambda: child_of(os.getpid())], ids=["it", "what it is of"])
def test_a_reading_that_others_have_ended_is_no_verdict_on_the_file(ended: Callable[[], int | None]) -> None:
    def content() -> Iterator[bytes]:
        yield b"A,B\n"
        reader = wait_for(reader_of_this_process)
        os.kill(wait_for(ended), signal.SIGKILL)
        wait_for(lambda: has_ended(reader))
        yield b"1,2\n"

    with pytest.raises(StoppedFromOutside) as stopped:
        read_table(content())
    assert code_of(stopped.value) == STOPPED
    assert isinstance(read_table([b"A,B\n1,2\n"]), Table)


@LINUX
def test_each_file_has_a_process_of_its_own_and_what_stands_ready_reads_none() -> None:
    readers, ready_ones = set(), set()

    def content() -> Iterator[bytes]:
        yield b"A,B\n"
        readers.add(wait_for(reader_of_this_process))
        ready_ones.add(child_of(os.getpid()))
        yield b"1,2\n"

    for _ in range(2):
        assert isinstance(read_table(content()), Table)
    assert (len(readers), len(ready_ones)) == (2, 1)
    assert wait_for(reader_of_this_process) not in readers


@LINUX
def test_nobody_waits_for_the_end_of_a_reader_whose_answer_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready.Reader, "wait", lambda reader, seconds: pytest.fail("it was waited for"))
    readers = set()

    def content() -> Iterator[bytes]:
        readers.add(wait_for(reader_of_this_process))
        yield b"A,B\n1,2\n"

    for _ in range(2):
        assert isinstance(read_table(content()), Table)
    assert len(readers) == 2
    for reader in readers:
        wait_for(functools.partial(has_ended, reader))


@LINUX
def test_a_process_that_ended_before_its_file_came_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    read_table([b"A,B\n1,2\n"])
    monkeypatch.setattr(ready, "START_SECONDS", 4.0)  # while it dies it may still take what it is sent
    waiting = wait_for(reader_of_this_process)
    os.kill(waiting, signal.SIGKILL)
    assert isinstance(read_table([b"A,B\n1,2\n"]), Table)


@LINUX
@pytest.mark.slow
def test_what_does_not_answer_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    read_table([b"A,B\n1,2\n"])
    monkeypatch.setattr(ready, "START_SECONDS", 4.0)  # in which another starts
    before = ready._of_thread.server
    os.kill(wait_for(lambda: child_of(before.process.pid)), signal.SIGSTOP)
    assert isinstance(read_table([b"A,B\n1,2\n"]), Table)
    assert ready._of_thread.server is not before


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import time; time.sleep(60)", Note("E-FILE-TOO-SLOW", "1")),
        ("import os, time; os.close(0); os.close(1); time.sleep(60)", Note("E-FILE-TOO-SLOW", "1")),
        ("import os\nwhile True: os.write(1, b' ' * 100_000)", Note("E-FILE-TOO-MUCH-MEMORY", "30")),
        ("import os; os._exit(7)", Note("E-FILE-UNREADABLE", "code 7")),
    ],
    ids=["takes nothing", "hangs up", "answers without end", "falls"],
)
def test_no_pipe_holds_us_up(program: str, told: Note, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the process behaves: a file of more than a pipe holds is not taken, or more comes than there can be."""
    reads_as(monkeypatch, program)
    limits = replace(DEFAULT, seconds=1 if told.value == "1" else 60, resident_bytes=30 * MEGABYTE)
    assert read_table([b"A,B\n" * 1_000_000], limits=limits) == told


def test_while_the_content_is_slow_to_come_its_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow() -> Iterator[bytes]:
        yield b"A,B\n"
        time.sleep(2.5)
        yield b"1,2\n"

    reads_as(monkeypatch, SAYS_EMPTY)
    assert read_table(slow(), limits=replace(DEFAULT, seconds=2)) == Note("E-FILE-EMPTY")


def test_trouble_with_the_content_is_raised_and_ends_it() -> None:
    def damaged() -> Iterator[bytes]:
        yield b"A,B\n"
        raise FileDamaged

    with pytest.raises(FileDamaged):
        read_table(damaged())
    assert child_of(os.getpid()) is None


def test_it_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQP_SEALING_KEY", "of Ann Lee")
    monkeypatch.setenv("DATABASE_URL", "of Ann Lee")
    assert "of Ann Lee" not in door._environment().values()


def test_uploads_are_read_within_what_was_agreed_and_commands_within_the_limit_of_uploads(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []

    def noted(content: Iterable[bytes], **options: Any) -> Any:
        told.append(options)
        return read_at_once(content)

    monkeypatch.setattr(examination, "read_table", noted)
    settings.EQP_UPLOAD_BYTES = 2 * DEFAULT.file_bytes
    upload = checked(cast.north, ROWS)
    (tmp_path / "a.csv").write_text(csv_text(ROWS))
    call_command("check_file", str(tmp_path / "a.csv"), district="00100000")
    agreed = upload.size  # a limit that was lowered since the file came does not refuse it when it is checked again
    assert [options["limits"].file_bytes for options in told] == [agreed, 2 * DEFAULT.file_bytes]
