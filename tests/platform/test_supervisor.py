"""The parts of the supervisor that need no services."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from equityplan import programs
from equityplan.embedded.home import CHECKOUT, ServiceError
from equityplan.embedded.process import born
from equityplan.programs import Program
from equityplan.supervisor import Kept, Served, Supervisor, accounts, main
from tests.platform.stack import eventually


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "logs").mkdir()
    return tmp_path


def test_a_program_that_keeps_ending_is_given_up_with_its_last_words(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program("web", ["/bin/sh", "-c", "echo no database; exit 3"], grace=1)
    kept = Kept(program, home)

    def tend_for_ever() -> None:
        while True:
            kept.deaths.again_at = 0
            kept.tend(give_up=True)
            time.sleep(0.01)

    with pytest.raises(ServiceError, match=r"web keeps ending \(exit 3\):\n(no database\n?){6}"):
        tend_for_ever()


def test_once_all_was_ready_a_program_that_keeps_ending_is_started_again_ever_later(home: Path) -> None:
    kept = Kept(Program("web", ["/bin/false"], grace=1), home)
    pauses: list[float] = []
    while len(pauses) < 8:
        kept.deaths.again_at = 0
        kept.tend(give_up=False)
        if kept.process is None:
            pauses.append(round(kept.deaths.again_at - kept.deaths.moments[-1], 1))
    assert pauses == [0, 0.5, 1, 2, 4, 8, 15, 15]


class DiesAsItStarts:
    """A service that is killed while it starts, a few times."""

    name = "PostgreSQL"

    def __init__(self, times: int) -> None:
        self.left = times
        self.process = subprocess.Popen(["/bin/false"])
        self.process.wait()

    def start(self) -> None:
        if self.left:
            self.left -= 1
            raise ServiceError("it did not start")

    def stop(self) -> None:
        pass


def test_a_service_that_is_killed_while_it_starts_is_started_once_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    service = DiesAsItStarts(2)
    served = Served(service)  # type: ignore[arg-type]
    for _ in range(3):
        served.deaths.again_at = 0
        served.tend()
    assert (service.left, served.is_down) == (0, False)
    assert capsys.readouterr().out.count("PostgreSQL did not start, trying again: it did not start") == 2


def test_a_program_that_does_not_stop_in_time_is_ended_with_all_it_started(home: Path) -> None:
    stubborn = Program("worker", ["/bin/sh", "-c", "trap '' TERM; sleep 60 & echo up; wait"], grace=0.3)
    kept = Kept(stubborn, home)
    kept.start()
    eventually(lambda: kept.log.read_text() == "up\n", patience=10)
    kept.stop()
    assert kept.process is not None
    assert kept.process.returncode == -signal.SIGKILL


FORKS = """
import os, time
from equityplan.ending import end_with_parent
if os.fork() == 0:
    end_with_parent()
    print(os.getpid(), flush=True)
time.sleep(60)
"""


def test_what_web_and_worker_fork_ends_with_them_also_when_they_are_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", FORKS], stdout=subprocess.PIPE, cwd=CHECKOUT) as parent:
        assert parent.stdout is not None
        forked = int(parent.stdout.readline())
        assert born(forked)
        parent.kill()
    eventually(lambda: not born(forked), patience=10)
    assert "python:equityplan.ending" in programs.web("127.0.0.1", 8000).argv


def test_a_port_that_the_last_run_still_holds_is_waited_for(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        threading.Timer(0.3, taken.close).start()
        Supervisor(tmp_path, "127.0.0.1", port, demo=False).wait_for_port()
        assert taken.fileno() == -1


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServiceError, match=f"port {port} of 127.0.0.1 cannot be used"):
            Supervisor(tmp_path, "127.0.0.1", port, demo=False).wait_for_port(patience=0)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("plan.local", "http://plan.local:8000"),
    ],
)
def test_the_address_told_is_one_a_browser_here_can_open(host: str, url: str) -> None:
    assert programs.local_url(host, 8000) == url


def test_the_demo_accounts_are_listed_one_a_line(home: Path) -> None:
    assert accounts(home) == ""
    person = {"role": "ese_analyst", "email": "ana@ese.example", "password": "long-enough", "district": "00000000"}
    (home / "demo.json").write_text(json.dumps({"address": "http://x", "accounts": [person]}))
    assert accounts(home).splitlines()[2].split() == ["ese_analyst", "ana@ese.example", "long-enough", "00000000"]


def test_a_command_that_holds_the_home_is_waited_for_but_a_supervisor_is_not(home: Path) -> None:
    supervisor = Supervisor(home, "127.0.0.1", 8000, demo=False)
    assert supervisor.wait_for_holder("make run, pid 1") is False
    assert supervisor.wait_for_holder("manage.py import_profiles, pid 1") is True
    supervisor.ask_to_stop()
    assert supervisor.wait_for_holder("manage.py import_profiles, pid 1") is False


def test_a_log_that_grew_large_is_put_aside_at_the_next_start(home: Path) -> None:
    (home / "logs" / "web.log").write_bytes(b"x" * 10_000_001)
    (home / "logs" / "beat.log").write_text("short")
    Supervisor(home, "127.0.0.1", 8000, demo=False).open_logs()
    assert sorted(path.name for path in (home / "logs").iterdir()) == ["beat.log", "web.log.1"]


def test_a_home_that_cannot_be_made_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("EQP_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.delenv("MAKELEVEL", raising=False)
    monkeypatch.setattr("equityplan.supervisor.SIGNALS", ())
    assert main() == 1
    told = capsys.readouterr().out
    assert told.split("] ")[1] == f"Not a directory: {tmp_path}/file/home\n"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "abc", "PORT=abc is not understood: it takes a whole number from 1 to 65535"),
        ("PORT", "80000", "PORT=80000 is not understood"),
        ("EQP_WORKERS", "many", "EQP_WORKERS=many is not understood"),
        ("EQP_LOG_LEVEL", "LOUD", "EQP_LOG_LEVEL=LOUD is not understood: it takes DEBUG, INFO"),
        ("DATABASE_URL", "mysql://u@h/x", "DATABASE_URL is not understood"),
        ("DATABASE_URL", "postgresql//u:secret@h/x", "DATABASE_URL is not understood: it takes an address like "),
        ("DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/x", "DATABASE_URL: no server answers there"),
        ("REDIS_URL", "redis://127.0.0.1:1", "REDIS_URL: no server answers there"),
        ("REDIS_URL", "somewhere", "REDIS_URL: no server answers there"),
    ],
)
def test_what_the_environment_says_wrongly_is_told_in_one_line_before_anything_starts(
    name: str,
    value: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("EQP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(name, value)
    assert main() == 1
    told = capsys.readouterr().out
    assert said in told
    assert told.count("\n") == 1
    assert "secret" not in told
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(("name", "value"), [("EQP_LOG_LEVEL", "LOUD"), ("DATABASE_URL", "mysql://u@h/x")])
def test_a_command_tells_it_in_one_line_too(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    command = subprocess.run([sys.executable, "manage.py", "settle"], cwd=CHECKOUT, capture_output=True, check=False)
    assert (command.returncode, command.stderr.decode().count("\n")) == (1, 1)


def test_a_reader_that_has_enough_is_no_fault_of_a_command(tmp_path: Path) -> None:
    """As in `manage.py values … | head -1`."""
    many = [sys.executable, "manage.py", "help", "--commands"]
    with subprocess.Popen(many, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()
        assert (command.stderr.read(), command.wait()) == (b"", 128 + signal.SIGPIPE)
