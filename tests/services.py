"""Throw-away PostgreSQL and Valkey for one test run; the processes of xdist inherit their addresses.

A pytest plugin and not a conftest, since the addresses must be there before Django reads its settings. With
DATABASE_URL (and DATABASE_OWNER_URL, REDIS_URL) in the environment those servers are used instead.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from equityplan.embedded import valkey
from equityplan.embedded.home import exclusive
from equityplan.embedded.services import running

_until_the_end = contextlib.ExitStack()
_took: list[float] = []


@contextlib.contextmanager
def throwaway_home() -> Iterator[Path]:
    """A home under the temporary folder with its own services; all gone afterwards."""
    home = Path(os.path.realpath(tempfile.mkdtemp(prefix="eqp-test-")))
    try:
        with exclusive(home, "tests", wait=lambda holder: False), running(home, throwaway=True):
            yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    # before pytest-django, in a process of its own kind only: workers of xdist find everything in their environment
    if "PYTEST_XDIST_WORKER" not in os.environ:
        began = time.monotonic()
        os.environ["EQP_HOME"] = str(_until_the_end.enter_context(throwaway_home()))
        os.environ["EQP_TEST_RUN"] = secrets.token_hex(4)
        os.environ["EQP_PLAIN_STATIC"] = "1"
        os.environ.pop("EQP_DB_POOL", None)
        _took.append(time.monotonic() - began)
    elif os.environ["PYTEST_XDIST_WORKER"].startswith("gw"):
        number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
        valkey.CACHE = 2 + number % 14  # each its own, so that one may clear it without harm to another
    return (yield)


def pytest_report_header() -> str | None:
    return f"services: up in {_took[0]:.1f} s" if _took else None


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _until_the_end.close()
