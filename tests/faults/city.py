"""The running system: a home of its own, the supervisor that `make run` uses, real servers, and people with tokens."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from equityplan.embedded.home import CHECKOUT
from tests.platform.stack import Stack, fresh_home

DISTRICTS = {"00100000": "Northfield", "00200000": "Southport", "00300000": "Westbrook"}
SCHOOLS = ("High", "Elementary", "Middle")
PEOPLE = ("Ann", "Ben")  # of each district, who both send
PROGRAMS = {
    "web": "-m gunicorn",
    "worker": "equityplan.celery worker",
    "beat": "equityplan.celery beat",
    "PostgreSQL": "/bin/postgres -D",
    "Valkey": "valkey-server",
}


@dataclass(frozen=True)
class Sender:
    """Somebody who sends files for a district."""

    district: str
    name: str
    token: str


class City(Stack):
    """What runs, what of it lives, and the folder by which its named points are armed."""

    def __init__(self, home: Path) -> None:
        self.points = home / "points"
        for folder in ("armed", "fired"):
            (self.points / folder).mkdir(parents=True)
        paths = [str(CHECKOUT / "tests" / "faults" / "plugin"), str(CHECKOUT)]
        super().__init__(home, EQP_WEB_WORKERS="2", EQP_WORKERS="2", EQP_PLAIN_STATIC="1")
        self.environment |= {"PYTHONPATH": os.pathsep.join(paths), "EQP_FAULT_POINTS": str(self.points)}

    def process_of(self, program: str) -> psutil.Process | None:
        """The first process of a program, if it lives."""
        pid = self.pid_of(PROGRAMS[program])
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(pid) if pid else None
        return None

    def below(self, program: str) -> list[psutil.Process]:
        """The processes that a program's first one started, and theirs."""
        parent = self.process_of(program)
        with contextlib.suppress(psutil.NoSuchProcess):
            return parent.children(recursive=True) if parent else []
        return []

    def arm(self, point: str, action: str) -> None:
        half = self.points / f"{point}.half"
        half.write_text(action)
        half.rename(self.points / "armed" / point)

    def has_fired(self, point: str, patience: float) -> bool:
        """Waits for an armed point; disarms it when nobody came by in time."""
        fired, deadline = self.points / "fired" / point, time.monotonic() + patience
        while not fired.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        with contextlib.suppress(FileNotFoundError):
            (self.points / "armed" / point).unlink()
        with contextlib.suppress(FileNotFoundError):
            fired.unlink()
            return True
        return False

    def end(self) -> None:
        """At once: nobody needs it any more."""
        left = [self.process.pid, *self.children()]
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        deadline = time.monotonic() + 20
        while self.children() and time.monotonic() < deadline:
            time.sleep(0.1)


@contextlib.contextmanager
def founded() -> Iterator[City]:
    """A city that is about to start: its database is up to date. Gone afterwards, with all it had."""
    with fresh_home() as home:
        city = City(home)
        try:
            city.start(until="database up to date")
            yield city
        finally:
            city.end()


def settle_people() -> list[Sender]:
    """Districts, schools and people with tokens. Django must be set up for the city's home."""
    from districts.models import District
    from tests.districts.cast import add_person, make_tenant, token_for

    make_tenant("00000000", "State agency", kind=District.Kind.STATE, roles=("ese_analyst",))
    senders = []
    for code, name in DISTRICTS.items():
        schools = tuple(f"{name} {level}" for level in SCHOOLS)
        tenant = make_tenant(code, name, schools=schools, roles=())
        members = [add_person(tenant, "district_steward", f"{person} of {name}") for person in PEOPLE]
        senders += [Sender(code, member.name, token_for(member)) for member in members]
    return senders
