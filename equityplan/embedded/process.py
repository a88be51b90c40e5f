"""Child processes that never outlive us: on Linux the kernel ends them with us; elsewhere the next start does."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def spawn(
    argv: Sequence[str | Path],
    *,
    stop: signal.Signals,
    book: Path,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    **more: Any,
) -> subprocess.Popen[bytes]:
    """Start a program in its own session, write it into the book of children.

    Its own session, so that Ctrl-C in the terminal reaches only the supervisor, which then stops things in order.
    """
    with contextlib.ExitStack() as files:
        out = files.enter_context(open(log, "ab")) if log else None
        child = subprocess.Popen(
            [os.fspath(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,
            preexec_fn=with_parent(stop),
            env=env,
            **more,
        )
    with open(book, "a") as children:
        children.write(f"{child.pid} {int(stop)} {born(child.pid)}\n")
    return child


def with_parent(stop: signal.Signals) -> Callable[[], None]:
    """To be called in a new child: it gets this signal when the process that starts it ends, even by kill -9."""
    parent = os.getpid()

    def in_the_child() -> None:  # runs after the change of user, which would have cleared the wish
        follow(parent, stop)

    return in_the_child


def follow(parent: int, stop: signal.Signals) -> None:
    """Ask the kernel to send us the signal when our parent ends. Linux only: elsewhere the next start sweeps."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(stop))
    if os.getppid() != parent:
        os._exit(127)


def born(pid: int) -> str:
    """When a process began; together with the pid its identity. Empty when there is none (or a zombie)."""
    if not LINUX:
        return subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def end(child: subprocess.Popen[bytes] | None, *, stop: signal.Signals, grace: float) -> None:
    """Ask a child to stop, wait, and only then end it and all it started."""
    if child is None or child.poll() is not None:
        return
    child.send_signal(stop)
    try:
        child.wait(grace)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def sweep(book: Path, patience: float = 10) -> None:
    """End what a supervisor that was killed outright left running. The caller holds the home's lock."""
    if not book.exists():
        return
    for line in reversed(book.read_text().splitlines()):
        with contextlib.suppress(ValueError, ProcessLookupError, PermissionError):
            pid, stop, when = line.split(" ", 2)
            _end_left_over(int(pid), int(stop), when, patience)
    book.unlink()


def _end_left_over(pid: int, stop: int, when: str, patience: float) -> None:
    deadline = time.monotonic() + patience
    if not when or born(pid) != when:
        return
    os.kill(pid, stop)
    while born(pid) == when:
        if time.monotonic() > deadline:
            os.killpg(pid, signal.SIGKILL)
            return
        time.sleep(0.05)
