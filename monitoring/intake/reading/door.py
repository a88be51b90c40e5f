"""`read_table`: reads a file nobody vouches for in a process of its own, bounded in memory and time.

Never raises for a bad file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from monitoring.intake.reading.limits import DEFAULT, Limits
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table

ROOT = Path(__file__).resolve().parents[3]
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
LOOK_EVERY = 0.01


def read_table(path: Path, *, limits: Limits = DEFAULT, workplace: Path | None = None) -> Table | Note:
    """The file as a table of text cells, or the note that says why it cannot be read.

    `workplace`: the folder in which the table lies for the moment, a private and swept one where the file may hold what
    must not be kept; without it the system's.
    """
    with tempfile.TemporaryDirectory(prefix="eqp-read-", dir=workplace) as name:
        folder = Path(name)
        child = _start(path, folder, limits)
        try:
            ended_by = _watch(child, limits)
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()
        if ended_by:
            return ended_by
        if (folder / "refused.json").exists():
            return Note(**json.loads((folder / "refused.json").read_text()))
        if child.returncode == 0 and (folder / "table.json").exists():
            return Table.load(folder)
        return Note("E-FILE-UNREADABLE", f"code {child.returncode}")


def _start(path: Path, folder: Path, limits: Limits) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "monitoring.intake.reading.child",
        str(path.absolute()),
        str(folder),
        limits.to_json(),
        str(os.getpid()),
    ]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _environment(folder: Path) -> dict[str, str]:
    """Little of ours: no address of a database or secret."""
    needed = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # without which some interpreters do not even start
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "POLARS_MAX_THREADS": "2",
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        **{name: os.environ[name] for name in needed if name in os.environ},
    }


def _watch(child: subprocess.Popen[bytes], limits: Limits) -> Note | None:
    """Waits for the child; ends it at a bound.

    The bound is of resident memory: reserved address space costs nothing.
    """
    deadline = time.monotonic() + limits.seconds
    while True:
        try:
            child.wait(LOOK_EVERY)
            return None
        except subprocess.TimeoutExpired:
            pass
        if time.monotonic() > deadline:
            return Note("E-FILE-TOO-SLOW", f"{limits.seconds:g}")
        if _resident_bytes(child.pid) > limits.resident_bytes:
            return Note("E-FILE-TOO-MUCH-MEMORY", f"{limits.resident_bytes // 1024 // 1024}")


def _resident_bytes(pid: int) -> int:
    """Resident memory of a process; 0 where it has just ended. Linux from /proc, elsewhere from ps."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except FileNotFoundError:
        if Path("/proc/self/statm").exists():
            return 0
    except (OSError, IndexError):
        return 0
    answer = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return int(answer.stdout.strip() or 0) * 1024
