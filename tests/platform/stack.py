"""A whole equityplan in a home of its own, as `make run` starts it, for tests that kill parts of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from equityplan.embedded.home import CHECKOUT
from equityplan.embedded.process import born

GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_PUBLIC_URL", "REDIS_URL", "CELERY_BROKER_URL")
PATIENCE = 300.0  # a machine that also does other things


def eventually(question: Callable[[], object], patience: float = PATIENCE, tell: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + patience
    while not question():
        assert time.monotonic() < deadline, tell() or "not in time"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    """As of a person who typed `make run`: nothing of this test run's own services."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("EQP_") and name not in GIVEN}
    return {**inherited, "EQP_HOME": str(home), "EQP_DEMO": "0", "EQP_WEB_WORKERS": "1", "EQP_WORKERS": "1", **more}


@contextlib.contextmanager
def fresh_home(below: Path | None = None) -> Iterator[Path]:
    home = Path(os.path.realpath(tempfile.mkdtemp(prefix="eqp-home-", dir=below)))
    data = home / "pg"
    try:
        yield home
    finally:
        if data.is_symlink():
            shutil.rmtree(os.path.realpath(data), ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


class Stack:
    """One supervisor and what it started."""

    def __init__(self, home: Path, *, user: int | None = None, **settings: str) -> None:
        self.home, self.port, self.user = home, free_port(), user
        self.environment = environment(home, PORT=str(self.port), **settings)
        self.output = home / "output.txt"

    def start(self, until: str = "ready http://") -> Stack:
        argv = [sys.executable, "-m", "equityplan.supervisor"]
        own: dict[str, Any] = {"start_new_session": True, "user": self.user, "cwd": CHECKOUT, "env": self.environment}
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(argv, stdout=output, stderr=subprocess.STDOUT, **own)
        eventually(lambda: self.said(until) or self.process.poll() is not None, tell=self.report)
        assert self.process.poll() is None, self.report()
        return self

    def text(self) -> str:
        return self.output.read_text()

    def report(self) -> str:
        """For a failed test: what was said, and the ends of all logs."""
        logs = sorted((self.home / "logs").glob("*.log"))
        return "\n".join([self.text(), *(f"--- {log.name}\n{log.read_text()[-1500:]}" for log in logs)])

    def said(self, words: str) -> bool:
        return words in self.text()

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0

    def is_ready(self) -> bool:
        return self.status("/readyz") == 200

    def children(self) -> dict[int, str]:
        """Every living process that the supervisor started: pid and when it was born."""
        with contextlib.suppress(FileNotFoundError):
            lines = (line.split(" ", 2) for line in (self.home / "children").read_text().splitlines())
            return {int(pid): when for pid, _, when in lines if born(int(pid)) == when}
        return {}

    def pid_of(self, words: str) -> int:
        """The living child whose command line holds these words."""
        for pid in self.children():
            with contextlib.suppress(OSError):
                if words in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode():
                    return pid
        return 0

    def kill(self, words: str) -> int:
        pid = self.pid_of(words)
        assert pid, f"nothing runs with {words}"
        os.kill(pid, signal.SIGKILL)
        return pid

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def demo(self) -> dict[str, object]:
        return dict(json.loads((self.home / "demo.json").read_text()))


@contextlib.contextmanager
def running_stack(
    home: Path, until: str = "ready http://", *, user: int | None = None, **settings: str
) -> Iterator[Stack]:
    stack = Stack(home, user=user, **settings)
    try:
        yield stack.start(until)
    finally:
        stack.stop()


def manage(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        argv, cwd=CHECKOUT, env=environment(home, **settings), capture_output=True, text=True, timeout=PATIENCE
    )
