"""The faults, one function or one armed point each. A fault returns whether it happened."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import psutil
from redis import Redis, RedisError

from equityplan.embedded import valkey
from equityplan.embedded.home import CHECKOUT
from tests.faults.city import PROGRAMS, City
from tests.faults.points import POINTS

READER = "monitoring.intake.reading.child"
PATIENCE = 30.0  # seconds for something to come by
FEW = (  # ten of different kinds, for the fast tests
    "at named: kill",
    "the beat killed",
    "at concluded: kill",
    "jobs delivered five times",
    "a session of PostgreSQL killed",
    "Valkey killed and empty",
    "at copied: kill backend",
    "PostgreSQL killed",
    "at promised: kill",
    "the worker killed with all its processes",
)


@dataclass(frozen=True)
class Fault:
    name: str
    do: Callable[[City, random.Random], bool]


def every_fault() -> dict[str, Fault]:
    found = [
        Fault("web killed", partial(kill, program="web")),
        Fault("a web process killed", partial(kill_below, program="web")),
        Fault("the worker killed", partial(kill, program="worker")),
        Fault("a worker process killed", partial(kill_below, program="worker")),
        Fault("the worker killed with all its processes", kill_worker_group),
        Fault("a reading process killed", kill_reader),
        Fault("the beat killed", partial(kill, program="beat")),
        Fault("two beats at once", two_beats),
        Fault("PostgreSQL killed", partial(kill, program="PostgreSQL")),
        Fault("PostgreSQL killed, and again while it starts", kill_postgres_twice),
        Fault("a session of PostgreSQL killed", kill_backend),
        Fault("Valkey killed", partial(kill, program="Valkey")),
        Fault("Valkey flushed", flush),
        Fault("Valkey killed and empty", empty_valkey),
        Fault("jobs delivered twice", partial(deliver, times=2)),
        Fault("jobs delivered five times", partial(deliver, times=5)),
        Fault("files swept while others come in", sweep),
        Fault("everything killed at once", kill_everything),
        *(Fault(f"{program} stopped for seconds", partial(suspend, program=program)) for program in PROGRAMS),
        *(Fault(f"at {point}: kill", partial(at_point, point=point, action="kill")) for point in POINTS),
        *(
            Fault(f"at {point}: {action}", partial(at_point, point=point, action=action))
            for point, action in (
                ("recorded", "kill PostgreSQL"),
                ("recorded", "kill PostgreSQL soon"),
                ("recorded", "kill backend"),
                ("unnamed", "disk full"),
                ("frozen", "disk full"),
                ("concluded", "kill backend"),
                ("finished", "kill PostgreSQL soon"),
                ("copied", "kill backend"),
                ("half-written", "kill PostgreSQL"),
            )
        ),
    ]
    return {fault.name: fault for fault in found}


def at_point(city: City, chance: random.Random, *, point: str, action: str) -> bool:
    city.arm(point, action)
    return city.has_fired(point, PATIENCE)


def kill(city: City, chance: random.Random, *, program: str) -> bool:
    return _kill(filter(None, [city.process_of(program)]))


def kill_below(city: City, chance: random.Random, *, program: str) -> bool:
    below = city.below(program)
    return _kill([chance.choice(below)] if below else [])


def kill_worker_group(city: City, chance: random.Random) -> bool:
    parent = city.process_of("worker")
    if parent is None:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.killpg(parent.pid, signal.SIGKILL)
        return True
    return False


def kill_reader(city: City, chance: random.Random) -> bool:
    """One that has a file lives for a moment, so it is waited for; what stands ready is not meant."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for process in city.below("worker"):
            with contextlib.suppress(psutil.Error):
                above = process.parent()
                if above and all(READER in one.cmdline() for one in (process, above)):
                    return _kill([process])
        time.sleep(0.02)
    return False


def kill_backend(city: City, chance: random.Random) -> bool:
    sessions = [process for process in city.below("PostgreSQL") if "eqp_app" in _command(process)]
    return _kill([chance.choice(sessions)] if sessions else [])


def kill_postgres_twice(city: City, chance: random.Random) -> bool:
    first = city.process_of("PostgreSQL")
    if not _kill(filter(None, [first])):
        return False
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        again = city.process_of("PostgreSQL")
        if again is not None and again != first:
            time.sleep(chance.uniform(0, 0.5))
            return _kill([again])
        time.sleep(0.02)
    return False


def suspend(city: City, chance: random.Random, *, program: str) -> bool:
    """Stopped with all below it, for so long that others believe it dead; then it goes on."""
    parent = city.process_of(program)
    stopped = [one for one in [parent, *city.below(program)] if one is not None]
    for one in stopped:
        with contextlib.suppress(psutil.Error):
            one.suspend()
    time.sleep(chance.choice([1, 3, 8]))
    for one in stopped:
        with contextlib.suppress(psutil.Error):
            one.resume()
    return parent is not None


def flush(city: City, chance: random.Random) -> bool:
    with contextlib.suppress(RedisError, OSError), Redis(unix_socket_path=str(valkey.socket_path(city.home))) as client:
        return bool(client.flushall())
    return False


def empty_valkey(city: City, chance: random.Random) -> bool:
    for kept in (city.home / "valkey").glob("appendonlydir"):
        shutil.rmtree(kept, ignore_errors=True)
    return kill(city, chance, program="Valkey")


def two_beats(city: City, chance: random.Random) -> bool:
    """A second beat for some seconds, which goes on beside other faults."""
    schedule = ["--schedule", str(city.home / "second-beat"), "--pidfile", ""]
    argv = [sys.executable, "-m", "celery", "-A", "equityplan.celery", "beat", "--loglevel", "warning", *schedule]
    second = subprocess.Popen(
        argv, cwd=CHECKOUT, env=city.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    threading.Timer(20, second.kill).start()
    return True


def deliver(city: City, chance: random.Random, *, times: int) -> bool:
    """Jobs of all states again, out of order, also long after they were done."""
    from django.db import Error, connection
    from kombu.exceptions import KombuError

    from districts.models import Job
    from districts.outbox import RUN_JOB
    from districts.wall import across_districts
    from equityplan.celery import app

    try:
        with across_districts(reason="tests: deliver jobs again"):
            jobs = list(Job.objects.order_by("-created_at").values_list("pk", "district_id")[:40])
        chosen = chance.sample(jobs, min(4, len(jobs))) * times
        chance.shuffle(chosen)
        for job_id, district_id in chosen:
            app.send_task(RUN_JOB, kwargs={"job_id": str(job_id), "district_id": district_id}, retry=False)
    except (Error, OSError, RedisError, KombuError):
        return False
    finally:
        connection.close()
    return bool(jobs)


def sweep(city: City, chance: random.Random) -> bool:
    from django.db import Error, connection

    from monitoring.intake.tasks import sweep_files

    try:
        sweep_files()
    except Error:
        return False
    finally:
        connection.close()
    return True


def kill_everything(city: City, chance: random.Random) -> bool:
    """As when the power fails; then `make run` is typed again."""
    city.end()
    city.start()
    return True


def _kill(processes: Iterable[psutil.Process]) -> bool:
    killed = False
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
            killed = True
    return killed


def _command(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""
