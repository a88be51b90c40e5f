"""`make run`: everything on one machine, until Ctrl-C.

Services first, then migrations and demo state, then the page, then worker and beat: four imports of Django at once only
slow each other down. Whatever dies is started again; the end comes in the reverse order. Whatever killed the last
run, the next one just works.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from equityplan import programs
from equityplan.embedded.home import CHECKOUT, ServiceError, exclusive, home_folder
from equityplan.embedded.process import end, follow, spawn
from equityplan.embedded.services import Service, running
from equityplan.environment import SettingError, check_given, port
from equityplan.programs import Program

BOOK_OF_DEATHS = 60.0  # seconds
TOO_MANY = 5  # before everything was ready once; later nothing is given up
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0  # seconds before the third start within the book; each further pause is doubled
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to stop while we were waiting for something."""


class Deaths:
    """How often something died lately, and so when it is started again: at once, later each time, never not at all."""

    def __init__(self) -> None:
        self.moments: list[float] = []
        self.again_at = 0.0

    def note(self) -> int:
        """One more. Returns how many there were within the last minute."""
        now = time.monotonic()
        self.moments = [*(moment for moment in self.moments if now - moment < BOOK_OF_DEATHS), now]
        doubled = len(self.moments) - 2
        self.again_at = now + (min(FIRST_PAUSE * 2**doubled, LONGEST_PAUSE) if doubled >= 0 else 0)
        return len(self.moments)

    @property
    def is_time(self) -> bool:
        return time.monotonic() >= self.again_at


class Kept:
    """One program that is kept running: started again when it dies."""

    def __init__(self, program: Program, home: Path) -> None:
        self.program, self.home = program, home
        self.log = home / "logs" / f"{program.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = Deaths()

    def start(self) -> None:
        environment = {**os.environ, "EQP_HOME": str(self.home), **self.program.environment}
        self.process = spawn(
            self.program.argv,
            stop=self.program.stop,
            book=self.home / "children",
            log=self.log,
            env=environment,
            cwd=CHECKOUT,
        )

    def tend(self, *, give_up: bool) -> None:
        """Notice a death, wait a moment (longer each time), start again. Or give it up where it dies too often."""
        if self.process is None:
            if self.deaths.is_time:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        if self.deaths.note() > TOO_MANY and give_up:
            raise ServiceError(f"{self.program.name} keeps ending (exit {code}):\n{last_words(self.log)}")
        say(f"{self.program.name} ended with {code}, starting it again")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what it left behind
        self.process = None

    def stop(self) -> None:
        end(self.process, stop=self.program.stop, grace=self.program.grace)
        say(f"{self.program.name} stopped")


class Served:
    """A service that is kept running: a start that fails, because it was killed in the middle, is tried again."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.deaths = Deaths()
        self.is_down = False

    def tend(self) -> None:
        process = self.service.process
        if not self.is_down and process is not None and process.poll() is not None:
            say(f"{self.service.name} ended with {process.returncode}, starting it again")
            self.deaths.note()
            self.is_down = True
        if self.is_down and self.deaths.is_time:
            self.start()

    def start(self) -> None:
        try:
            self.service.start()
            self.is_down = False
        except (ServiceError, OSError, psycopg.Error) as trouble:
            self.service.stop()
            self.deaths.note()
            say(f"{self.service.name} did not start, trying again: {trouble}")


def say(text: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone, and that must not hinder the end
        print(f"[{time.monotonic() - BEGAN:6.1f} s] {text}", flush=True)


def last_words(log: Path, lines: int = 15) -> str:
    with contextlib.suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    return ""


class Supervisor:
    def __init__(self, home: Path, host: str, port: int, *, demo: bool) -> None:
        self.home, self.host, self.port, self.demo = home, host, port, demo
        self.url = programs.local_url(host, port)
        self.stop_asked = False
        self.is_up = False
        self.served: list[Served] = []
        self.kept: list[Kept] = []

    def ask_to_stop(self, *_: object) -> None:
        self.stop_asked = True

    def run(self) -> None:
        """From nothing to ready, and on until somebody asks to stop. Leaving it, everything stops in order."""
        with contextlib.ExitStack() as to_undo:
            to_undo.enter_context(exclusive(self.home, "make run", wait=self.wait_for_holder))
            self.open_logs()
            self.wait_for_port()
            (self.home / programs.ADDRESS).write_text(self.url)
            services = to_undo.enter_context(running(self.home, stopped=lambda name: say(f"{name} stopped")))
            say(f"{' and '.join(service.name for service in services) or 'given servers'} ready")
            self.served = [Served(service) for service in services]
            self.prepare()
            self.keep(programs.web(self.host, self.port), to_undo)
            self.wait_until_ready()
            self.is_up = True
            self.announce()
            self.keep(programs.worker(), to_undo)
            self.keep(programs.beat(self.home), to_undo)
            self.complete_demo(to_undo)
            self.tend_until_stopped()
            say("stopping")

    def wait_for_holder(self, holder: str) -> bool:
        """A command of manage.py that runs services for itself is waited for; another supervisor is not."""
        if self.stop_asked or holder.startswith("make run"):
            return False
        say(f"waiting for {holder}")
        time.sleep(1)
        return True

    def wait_for_port(self, patience: float = 5) -> None:
        """Server processes of a run that was killed outright may hold the port a moment longer."""
        deadline = time.monotonic() + patience
        while trouble := why_taken(self.host, self.port):
            if self.stop_asked:
                raise Stopped
            if time.monotonic() > deadline:
                reason = f"port {self.port} of {self.host} cannot be used ({trouble})"
                another = f"PORT={self.port % 50_000 + 1_001} make run"
                raise ServiceError(f"{reason}: give another port, or a HOST of this machine, like {another}")
            time.sleep(0.1)

    def open_logs(self) -> None:
        (self.home / "logs").mkdir(mode=0o700, exist_ok=True)
        for log in (self.home / "logs").glob("*.log"):
            if log.stat().st_size > 10_000_000:
                log.replace(log.with_suffix(".log.1"))

    def prepare(self) -> None:
        job = programs.prepare(self.url, demo=self.demo)
        environment = {**os.environ, "EQP_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        child = spawn(job.argv, stop=job.stop, book=self.home / "children", env=environment, cwd=CHECKOUT)
        while child.poll() is None:
            if self.stop_asked:
                end(child, stop=job.stop, grace=job.grace)
                raise Stopped
            time.sleep(0.05)
        if child.returncode:
            raise ServiceError("migrations or demo state failed; the lines above say why")
        say("database up to date")

    def complete_demo(self, to_undo: contextlib.ExitStack) -> None:
        """Once, beside the page; where it is killed, the next start does it."""
        if not self.demo or is_demo_whole(self.home):
            return
        job, log = programs.rest_of_demo(self.url), self.home / "logs" / "demo.log"
        environment = {**os.environ, "EQP_HOME": str(self.home)}
        book = self.home / "children"
        child = spawn(job.argv, stop=job.stop, book=book, log=log, env=environment, cwd=CHECKOUT)
        to_undo.callback(end, child, stop=job.stop, grace=job.grace)

    def keep(self, program: Program, to_undo: contextlib.ExitStack) -> None:
        kept = Kept(program, self.home)
        to_undo.callback(kept.stop)
        kept.start()
        self.kept.append(kept)

    def wait_until_ready(self, patience: float = 180) -> None:
        deadline, answer = time.monotonic() + patience, "no answer"
        while time.monotonic() < deadline:
            self.tend()
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=10).close()
                return
            except urllib.error.HTTPError as refusal:
                answer = refusal.read().decode(errors="replace")
            except OSError:
                pass
            time.sleep(0.05)
        raise ServiceError(f"{self.url}/readyz is not ready: {answer}\n{last_words(self.kept[0].log)}")

    def announce(self) -> None:
        with contextlib.suppress(OSError):
            print(f"\nready {self.url}\n{accounts(self.home) or first_steps(self.home)}", flush=True)
            print(f"Ctrl-C stops everything. Logs: {self.home / 'logs'}\n", flush=True)

    def tend(self) -> None:
        if self.stop_asked:
            raise Stopped
        for served in self.served:
            served.tend()
        for kept in self.kept:
            kept.tend(give_up=not self.is_up)

    def tend_until_stopped(self) -> None:
        with contextlib.suppress(Stopped):
            while True:
                self.tend()
                time.sleep(0.2)


def why_taken(host: str, port: int) -> str:
    """What the system says against listening there; empty when nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            return trouble.strerror or str(trouble)
    return ""


def accounts(home: Path) -> str:
    """The demo's people, one a line (role, e-mail, password, district); nothing where there is no demo."""
    try:
        people = json.loads((home / "demo.json").read_text())["accounts"]
    except (OSError, ValueError, KeyError):
        return ""
    columns = ("role", "email", "password", "district")
    widths = [max(len(str(person[column])) for person in people) for column in columns] if people else []
    rows = ([f"{person[column]:<{width}}" for column, width in zip(columns, widths, strict=True)] for person in people)
    lines = ["  " + "   ".join(row).rstrip() for row in rows]
    return "\n".join(["", "Demo accounts (invented people; second factors and API tokens in demo.json):", *lines, ""])


def is_demo_whole(home: Path) -> bool:
    """Whether an earlier start has completed the demo."""
    try:
        return bool(json.loads((home / "demo.json").read_text()).get("is_whole"))
    except (OSError, ValueError, AttributeError):
        return False


def first_steps(home: Path) -> str:
    """Where there is no demo: how files and people get in."""
    command = f"EQP_HOME={home} .venv/bin/python manage.py"
    steps = ("import_profiles FOLDER", "invite ADDRESS --role ese_analyst")
    return "\n".join(["", "Without a demo. In a second terminal:", *(f"  {command} {step}" for step in steps), ""])


BEGAN = time.monotonic()


def main() -> int:
    if os.environ.get("MAKELEVEL"):
        follow(os.getppid(), signal.SIGTERM)  # a killed make takes us along
    home = home_folder()
    try:
        check_given(home)
    except SettingError as trouble:
        say(str(trouble))
        return 1
    host = os.environ.get("HOST") or "127.0.0.1"
    supervisor = Supervisor(home, host, port(), demo=os.environ.get("EQP_DEMO", "1") != "0")
    for one in SIGNALS:
        signal.signal(one, supervisor.ask_to_stop)
    try:
        supervisor.run()
    except Stopped:
        pass
    except (ServiceError, OSError) as trouble:  # the machine's fault, told without a traceback
        say(f"{trouble.strerror}: {trouble.filename}" if isinstance(trouble, OSError) else str(trouble))
        return 1
    say("all stopped in order")
    return 0


if __name__ == "__main__":
    sys.exit(main())
