"""In the processes of a city: waits at the named points until one is armed, and does once what the arming says.

A point is armed by a file `armed/<name>` that holds an action, and the process that comes by first takes it away by
renaming it to `fired/<name>`, so it happens once, whoever else comes by. Beside that the city's clocks are quick:
leases and repetitions of seconds where the product has minutes, so that recovery can be waited for.
"""

from __future__ import annotations

import errno
import importlib.abc
import importlib.machinery
import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.faults.points import POINTS, SABOTAGE, Point

DATABASE_BASE = "django.db.backends.base.base"
LEASE, SEND_AGAIN = timedelta(seconds=6), timedelta(seconds=3)
BEATS = {"districts.tasks.relay": 1.0, "districts.tasks.reconcile": 2.0}

_by_module: dict[str, list[Point]] = {}
_at_commit = threading.local()


def install() -> None:
    for point in (*POINTS.values(), *SABOTAGE):
        _by_module.setdefault(point.module, []).append(point)
    sys.meta_path.insert(0, Finder())


class Finder(importlib.abc.MetaPathFinder):
    """Finds what others would find, and changes it once it is loaded."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name not in {*_by_module, DATABASE_BASE, "equityplan.settings", "districts.outbox"}:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def execute_and_change(module: ModuleType) -> None:
                execute(module)
                change(module)

            spec.loader.exec_module = execute_and_change  # type: ignore[method-assign]
        return spec


def change(module: ModuleType) -> None:
    if module.__name__ == "equityplan.settings":
        for beat in module.CELERY_BEAT_SCHEDULE.values():
            beat["schedule"] = BEATS.get(beat["task"], beat["schedule"])
    if module.__name__ == DATABASE_BASE:
        module.BaseDatabaseWrapper._commit = _watched_commit(module.BaseDatabaseWrapper._commit)
    if module.__name__ == "districts.outbox":
        module.LEASE, module.SEND_AGAIN = LEASE, SEND_AGAIN  # type: ignore[attr-defined]
    for point in _by_module.get(module.__name__, []):
        setattr(module, point.function, _watched(point, getattr(module, point.function)))


def _watched(point: Point, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if args == ([],):  # the relay found nothing to send
            return function(*args, **kwargs)
        if point.place == "before" and (action := take(point)):
            if action == "leave out":
                return None
            if action == "double":
                kwargs["frame"] = kwargs["frame"].vstack(kwargs["frame"])
            else:
                act(action)
        result = function(*args, **kwargs)
        if point.function == "_take_lease" and result is None:  # the job was done, or another has it
            return result
        if point.place == "after" and (action := take(point)):
            act(action, args)
        if point.place in ("before commit", "after commit"):
            _at_commit.points = [*getattr(_at_commit, "points", []), point]
        return result

    return call


def _watched_commit(commit: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @wraps(commit)
    def watched(self: Any) -> Any:
        points, _at_commit.points = getattr(_at_commit, "points", []), []
        for point in points:
            if point.place == "before commit" and (action := take(point)):
                if action == "leave out":
                    return self._rollback()
                act(action)
        result = commit(self)
        for point in points:
            if point.place == "after commit" and (action := take(point)):
                act(action)
        return result

    return watched


def take(point: Point) -> str:
    """What the point is armed with, if this process is the one to do it."""
    is_worker = "worker" in sys.argv
    if is_worker != (point.program == "worker"):
        return ""
    folder = Path(os.environ["EQP_FAULT_POINTS"])
    fired = folder / "fired" / point.name
    try:
        os.rename(folder / "armed" / point.name, fired)
    except FileNotFoundError:
        return ""
    return fired.read_text()


def act(action: str, args: tuple[Any, ...] = ()) -> None:
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "disk full":
        raise OSError(errno.ENOSPC, "No space left on device")
    if action == "kill backend":
        from django.db import connection

        os.kill(connection.connection.info.backend_pid, signal.SIGKILL)
    if action == "kill PostgreSQL":
        _kill_postgres()
    if action == "kill PostgreSQL soon":  # while the commit is on its way
        threading.Timer(random.uniform(0, 0.004), _kill_postgres).start()
    if action == "lose":
        Path(args[1]).unlink()


def _kill_postgres() -> None:
    for file in Path(os.environ["EQP_HOME"], "pg").glob("*/postmaster.pid"):
        os.kill(int(file.read_text().split()[0]), signal.SIGKILL)
