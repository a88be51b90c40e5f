"""The embedded database server: real PostgreSQL 18 on a Unix socket, in a folder nobody else can enter."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from equityplan.embedded.account import as_account, give
from equityplan.embedded.binaries import postgres_programs, postgres_version
from equityplan.embedded.home import ServiceError, run_folder
from equityplan.embedded.process import spawn, with_parent

DATABASE = "equityplan"
ROLES = Path(__file__).with_name("roles.sql")

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "log_min_duration_statement": "1s",
    "idle_in_transaction_session_timeout": "10min",
}
THROWAWAY = {  # a test run: nothing has to survive
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
PASSING_TROUBLE = ("shared memory block", "lock file")  # children of a killed server are still going away


def database_url(home: Path, login: str, database: str = DATABASE) -> str:
    return f"postgresql://{login}@{quote(str(run_folder(home)), safe='')}:5432/{database}"


def answers(home: Path) -> bool:
    """Does a server take connections for this home?"""
    try:
        psycopg.connect(database_url(home, "postgres", "postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def is_empty(home: Path) -> bool:
    """Has no migration been applied yet?"""
    with psycopg.connect(database_url(home, "eqp_owner")) as connection:
        found = connection.execute("select to_regclass('public.django_migrations') is null").fetchone()
        return bool(found and found[0])


class Postgres:
    """One server of one home. Throw-away: faster, and lost with the machine."""

    name = "PostgreSQL"

    def __init__(self, home: Path, *, throwaway: bool = False) -> None:
        self.home, self.throwaway = home, throwaway
        self.folder = Path(os.path.realpath(home / "pg"))
        self.programs = postgres_programs(self.folder)
        self.major = postgres_version(self.programs).split(".")[0]
        self.data = self.folder / self.major
        self.log = self.folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, patience: float = 120) -> None:
        """Make the cluster if there is none, start it, and return when it takes connections."""
        self._make_cluster()
        deadline = time.monotonic() + patience
        while not self._started(deadline):
            if time.monotonic() > deadline or not any(trouble in self._last_words(4) for trouble in PASSING_TROUBLE):
                raise ServiceError(f"PostgreSQL did not start, see {self.log}:\n{self._last_words(12)}")
            time.sleep(0.25)
        self._make_roles()

    def _make_cluster(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        if others := [found.parent.name for found in self.folder.glob("[0-9]*/PG_VERSION")]:
            raise ServiceError(
                f"{self.folder} holds data of PostgreSQL {', '.join(others)}, this is {self.major}: dump it with the "
                "old release (pg_dump -Fc), move the folder away, start, and pg_restore"
            )
        give(self.folder)
        for left_over in self.folder.glob(".new-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        half = self.folder / f".new-{os.getpid()}"  # a half-made cluster is never used: made beside, then renamed
        ending_with_us: dict[str, Any] = {"start_new_session": True, "preexec_fn": with_parent(signal.SIGKILL)}
        made = subprocess.run(
            self._initdb(half), capture_output=True, text=True, cwd="/", **ending_with_us, **as_account()
        )
        if made.returncode:
            raise ServiceError(f"initdb failed: {made.stderr or made.stdout}")
        os.replace(half, self.data)

    def _initdb(self, where: Path) -> list[str | Path]:
        same_order_everywhere = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-E", "UTF8"]
        durable = "--no-sync" if self.throwaway else "--data-checksums"
        trust = "--auth=trust"  # reachable only through the closed socket folder
        start: list[str | Path] = [self.programs / "initdb", "-D", where, "-U", "postgres"]
        return [*start, *same_order_everywhere, trust, durable, "--no-instructions"]

    def _started(self, deadline: float) -> bool:
        settings = SETTINGS | {"unix_socket_directories": str(run_folder(self.home))}
        argv: list[str | Path] = [self.programs / "postgres", "-D", self.data]
        for name, value in (settings | (THROWAWAY if self.throwaway else {})).items():
            argv += ["-c", f"{name}={value}"]
        book = self.home / "children"
        self.process = spawn(argv, stop=signal.SIGINT, book=book, log=self.log, cwd="/", **as_account())
        while self.process.poll() is None:
            if answers(self.home):
                return True
            if time.monotonic() > deadline:
                self.stop()
                raise ServiceError(f"PostgreSQL is not ready in time, see {self.log}")
            time.sleep(0.02)
        return False

    def _last_words(self, lines: int) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _make_roles(self) -> None:
        with psycopg.connect(database_url(self.home, "postgres", "postgres"), autocommit=True) as connection:
            connection.execute(ROLES.read_text())
            if connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone() is None:
                create = sql.SQL("create database {} owner eqp_owner template template0")
                connection.execute(create.format(sql.Identifier(DATABASE)))

    def stop(self) -> None:
        """Fast shutdown: ends sessions and writes a checkpoint; when that hangs, at once (the next start recovers)."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)
