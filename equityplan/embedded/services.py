"""Find the services of a home running, or run them for as long as this process needs them."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from equityplan.embedded import postgres, valkey
from equityplan.embedded.home import Busy, ServiceError, exclusive, home_folder, prepare_home
from equityplan.embedded.process import sweep

Service = postgres.Postgres | valkey.Valkey


def wanted(home: Path, *, throwaway: bool = False) -> list[Service]:
    """The services that nobody gave an address for."""
    services: list[Service] = []
    if given():
        return services
    prepare_home(home)
    if not os.environ.get("DATABASE_URL"):
        services.append(postgres.Postgres(home, throwaway=throwaway))
    if not os.environ.get("REDIS_URL"):
        services.append(valkey.Valkey(home, throwaway=throwaway))
    return services


def given() -> bool:
    """Are all servers given? Then nothing of a home is needed here."""
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


@contextlib.contextmanager
def running(
    home: Path, *, throwaway: bool = False, stopped: Callable[[str], None] = lambda name: None
) -> Iterator[list[Service]]:
    """Start the wanted services, stop them in the reverse order. The caller holds the home."""
    sweep(home / "children")
    with contextlib.ExitStack() as to_undo:
        services = wanted(home, throwaway=throwaway)
        for service in services:
            to_undo.callback(stopped, service.name)
            to_undo.callback(service.stop)
            service.start()
        yield services


def all_answer(home: Path) -> bool:
    database = bool(os.environ.get("DATABASE_URL")) or postgres.answers(home)
    return database and (bool(os.environ.get("REDIS_URL")) or valkey.answers(home))


@contextlib.contextmanager
def users_of(home: Path) -> Iterator[int]:
    """A lock shared by all who use a home's services, so that whoever started them stops them last."""
    home.mkdir(parents=True, exist_ok=True)
    lock = os.open(home / "users", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield lock
    finally:
        os.close(lock)


@contextlib.contextmanager
def available(home: Path, who: str, patience: float = 60) -> Iterator[None]:
    """The services answer while the block runs: those found running, or else our own."""
    with contextlib.ExitStack() as ours:
        users = ours.enter_context(users_of(home))
        deadline = time.monotonic() + patience
        while not all_answer(home):
            try:
                ours.enter_context(exclusive(home, who, wait=lambda holder: False))
                ours.enter_context(running(home))
                ours.callback(_wait_for_others, users)
            except Busy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield


def _wait_for_others(users: int) -> None:
    """Before stopping: somebody else may be in the middle of something."""
    fcntl.flock(users, fcntl.LOCK_UN)
    fcntl.flock(users, fcntl.LOCK_EX)


def ensure_services(who: str) -> bool:
    """For manage.py: services are there from now to the end of this process. Returns whether our own database is
    still empty.
    """
    if given():
        return False
    until_exit = contextlib.ExitStack()
    until_exit.enter_context(available(home_folder(), who))
    atexit.register(until_exit.close)
    return not os.environ.get("DATABASE_URL") and postgres.is_empty(home_folder())


__all__ = ["ServiceError", "all_answer", "available", "ensure_services", "running", "wanted"]
