"""`make run` survives the death of any of its parts, and leaves nothing behind."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from celery import Celery
from redis import Redis

from equityplan.embedded import postgres, valkey
from equityplan.embedded.account import IS_ROOT
from equityplan.embedded.home import CHECKOUT
from tests.platform.stack import PATIENCE, Stack, environment, eventually, fresh_home, manage, running_stack

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("stack")]

COMMANDS = {
    "web": "-m gunicorn",
    "worker": "equityplan.celery worker",
    "beat": "equityplan.celery beat",
    "PostgreSQL": "/bin/postgres -D",
    "Valkey": "valkey-server",
}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with fresh_home() as home, running_stack(home) as running:
        yield running


@pytest.mark.parametrize("part", list(COMMANDS))
def test_a_killed_part_is_started_again(stack: Stack, part: str) -> None:
    eventually(lambda: all(stack.pid_of(words) for words in COMMANDS.values()), tell=stack.report)
    killed = stack.kill(COMMANDS[part])
    eventually(lambda: stack.pid_of(COMMANDS[part]) not in {0, killed}, tell=stack.report)
    eventually(stack.is_ready, tell=stack.report)
    assert stack.process.poll() is None


def test_tasks_go_on_after_the_broker_died(stack: Stack) -> None:
    app = Celery(set_as_current=False, broker=valkey.as_broker_url(valkey.url(stack.home, valkey.BROKER)))
    app.conf.task_ignore_result = True
    eventually(lambda: stack.pid_of(COMMANDS["worker"]), tell=stack.report)
    eventually(lambda: app.control.ping(timeout=1), tell=stack.report)
    worker = stack.pid_of(COMMANDS["worker"])
    killed = stack.kill(COMMANDS["Valkey"])
    eventually(lambda: stack.pid_of(COMMANDS["Valkey"]) not in {0, killed} and valkey.answers(stack.home))
    app.send_task("districts.tasks.relay")
    queue = Redis(unix_socket_path=str(valkey.socket_path(stack.home)))
    eventually(lambda: queue.llen("celery") == 0)
    assert stack.pid_of(COMMANDS["worker"]) == worker
    queue.close()
    app.close()


def test_a_second_supervisor_is_refused_and_told_who_runs(stack: Stack) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "equityplan.supervisor"],
        cwd=CHECKOUT,
        env=environment(stack.home),
        capture_output=True,
        text=True,
    )
    assert (second.returncode, second.stdout.split("] ")[1].strip()) == (
        1,
        f"already running: make run, pid {stack.process.pid} (home {stack.home})",
    )


def test_two_homes_run_side_by_side(stack: Stack) -> None:
    with fresh_home() as other_home, running_stack(other_home) as other:
        assert (stack.status("/readyz"), other.status("/readyz")) == (200, 200)
    assert stack.is_ready()


def test_a_command_uses_the_running_services(stack: Stack) -> None:
    before = stack.children()
    settled = manage(stack.home, "settle", "--timeout", "60")
    assert (settled.returncode, settled.stdout) == (0, "settled\n")
    assert stack.children() == before


@pytest.mark.skipif(not IS_ROOT, reason="this whole run is that of an ordinary user")
def test_an_ordinary_user_needs_nothing_of_root() -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    asked = [sys.executable, "-c", "import django"]
    try:
        subprocess.run(asked, user=nobody, cwd="/", check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(f"{sys.executable} lies where an ordinary user cannot go")
    with fresh_home() as home:
        os.chown(home, nobody, -1)
        with running_stack(home, user=nobody, HOME=str(home)) as stack:
            assert {os.stat(f"/proc/{pid}").st_uid for pid in stack.children()} == {nobody}
            assert stack.stop() == 0


def test_it_stops_in_order() -> None:
    with fresh_home() as home, running_stack(home) as stack:
        eventually(lambda: stack.pid_of(COMMANDS["beat"]))
        assert stack.stop(signal.SIGTERM) == 0
        ends = [line.split("] ")[1] for line in stack.text().splitlines() if line.endswith(" stopped")]
        assert ends == [f"{name} stopped" for name in ("beat", "worker", "web", "Valkey", "PostgreSQL")]
        assert stack.children() == {}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGHUP])
def test_it_stops_as_well_while_it_starts(how: signal.Signals) -> None:
    with fresh_home() as home, running_stack(home, until="PostgreSQL and Valkey ready") as stack:
        assert stack.stop(how) == 0
        assert stack.children() == {}


def test_nothing_outlives_a_killed_supervisor_and_the_next_start_recovers() -> None:
    with fresh_home() as home, running_stack(home) as stack:
        eventually(lambda: stack.pid_of(COMMANDS["beat"]))
        os.kill(stack.process.pid, signal.SIGKILL)
        stack.process.wait()
        eventually(lambda: stack.children() == {}, patience=40, tell=lambda: f"left: {stack.children()}")
        stack.start()
        assert stack.is_ready()
        assert stack.stop() == 0


def test_everything_killed_at_once_is_no_harm() -> None:
    with fresh_home() as home, running_stack(home) as stack:
        eventually(lambda: stack.pid_of(COMMANDS["beat"]))
        for pid in [stack.process.pid, *stack.children()]:
            os.kill(pid, signal.SIGKILL)
        stack.process.wait()
        stack.start()
        assert stack.is_ready()
        assert stack.stop() == 0


@pytest.mark.parametrize("program", ["worker", "beat"])
def test_worker_and_beat_refuse_to_start_as_a_superuser(stack: Stack, program: str) -> None:
    settings = environment(stack.home, DATABASE_URL=postgres.database_url(stack.home, "postgres"))
    argv = [sys.executable, "-m", "celery", "-A", "equityplan.celery", program]
    started = subprocess.run(argv, cwd=CHECKOUT, env=settings, capture_output=True, text=True, timeout=PATIENCE)
    assert started.returncode == 1
    assert "the login postgres is a superuser" in started.stderr
