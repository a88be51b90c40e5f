"""Services of a home: found or started, shared, never left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from equityplan.embedded import postgres, valkey
from equityplan.embedded.account import IS_ROOT, service_account
from equityplan.embedded.home import Busy, ServiceError, exclusive, give_private, prepare_home, run_folder
from equityplan.embedded.process import born, spawn, sweep
from equityplan.embedded.services import all_answer, available, running
from tests.platform.stack import eventually, fresh_home, manage

given_servers = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="servers are given")


def ask(home: Path, question: str) -> object:
    with psycopg.connect(postgres.database_url(home, "eqp_app")) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


@given_servers
def test_services_start_stop_and_keep_what_was_written() -> None:
    with fresh_home() as home:
        with running(home, throwaway=True):
            assert all_answer(home)
            with psycopg.connect(postgres.database_url(home, "eqp_owner"), autocommit=True) as owner:
                owner.execute("create table kept as select 7 as seven; grant select on kept to eqp_app")
        assert not all_answer(home)
        with running(home, throwaway=True):
            assert ask(home, "select seven from kept") == 7


@given_servers
def test_the_database_sorts_names_the_same_way_on_every_machine() -> None:
    with fresh_home() as home, running(home, throwaway=True):
        question = "select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()"
        assert ask(home, question) == "b C.UTF-8"


@given_servers
@pytest.mark.skipif(not IS_ROOT, reason="an ordinary user's server runs as that user")
def test_as_root_a_home_below_a_closed_folder_works_and_stays_closed() -> None:
    with fresh_home() as closed:
        home = closed / "home"
        with running(home, throwaway=True):
            assert ask(home, "select current_user::text") == "eqp_app"
            outside = Path(os.path.realpath(home / "pg"))
            account = service_account()
            assert account is not None
            assert (outside.parent, outside.stat().st_uid) == (Path("/var/lib/equityplan"), account.pw_uid)
        assert closed.stat().st_mode & 0o777 == 0o700
        subprocess.run(["rm", "-rf", str(outside), str(run_folder(home))], check=True)


def test_a_deep_home_gets_a_short_folder_for_its_sockets() -> None:
    with fresh_home() as top:
        top.chmod(0o755)
        home = top / ("deep" * 30)
        prepare_home(home)
        assert len(os.fsencode(valkey.socket_path(home))) < 100
        assert run_folder(home) == Path(os.path.realpath(home / "run"))
        run_folder(home).rmdir()


@pytest.mark.skipif(not IS_ROOT, reason="only root can make a folder that is somebody else's")
def test_a_socket_folder_that_somebody_else_made_is_refused(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    with pytest.raises(ServiceError, match="belongs to somebody else"):
        give_private(theirs)


def test_one_home_has_one_holder(tmp_path: Path) -> None:
    def command() -> contextlib.AbstractContextManager[None]:
        return exclusive(tmp_path, "manage.py shell", wait=lambda holder: False)

    already = pytest.raises(Busy, match=f"already running: make run, pid {os.getpid()}")
    with exclusive(tmp_path, "make run", wait=lambda holder: False), already, command():
        pass
    with command():
        pass


@given_servers
@pytest.mark.slow
def test_who_started_services_waits_for_others_who_use_them() -> None:
    command = "import time, sys; from pathlib import Path; from equityplan.embedded import services\n"
    command += "with services.available(Path(sys.argv[1]), 'other'):\n print('there', flush=True); time.sleep(2)"
    with fresh_home() as home:
        with available(home, "this test"):
            other = subprocess.Popen([sys.executable, "-c", command, str(home)], stdout=subprocess.PIPE, text=True)
            assert other.stdout is not None
            assert other.stdout.readline() == "there\n"
            began = time.monotonic()
        assert time.monotonic() - began > 1
        assert (other.wait(), all_answer(home)) == (0, False)
        other.stdout.close()


def test_a_program_that_a_killed_supervisor_left_is_ended_by_the_next_start(tmp_path: Path) -> None:
    book = tmp_path / "children"
    child = spawn(["sleep", "60"], stop=signal.SIGTERM, book=book)
    sweep(book)
    assert (child.wait(), book.exists()) == (-signal.SIGTERM, False)


def test_a_stranger_with_the_pid_of_a_dead_child_is_left_alone(tmp_path: Path) -> None:
    book = tmp_path / "children"
    stranger = subprocess.Popen(["sleep", "60"])
    book.write_text(f"{stranger.pid} {int(signal.SIGTERM)} born-another-day\n")
    sweep(book)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the next start sweeps")
def test_a_child_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    program = (
        "import signal, os; from pathlib import Path; from equityplan.embedded.process import spawn\n"
        f"book = Path({str(tmp_path / 'children')!r})\n"
        "print(spawn(['sleep', '60'], stop=signal.SIGTERM, book=book).pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL
    eventually(lambda: not born(int(killed.stdout)), patience=10)


@pytest.mark.slow
@given_servers
def test_a_command_starts_services_for_its_own_duration() -> None:
    with fresh_home() as home:
        assert manage(home, "prepare").returncode == 0
        settled = manage(home, "settle")
        assert (settled.returncode, settled.stdout) == (0, "settled\n"), settled.stderr
        assert not all_answer(home)


@pytest.mark.slow
@given_servers
def test_a_command_that_finds_an_empty_database_prepares_it_first() -> None:
    with fresh_home() as home:
        told = manage(home, "values")
        assert (told.returncode, told.stdout.count("\n")) == (1, 1), told.stderr
        assert [line.split(" ")[0] for line in told.stderr.splitlines()] == ["applying", "CommandError:"]
