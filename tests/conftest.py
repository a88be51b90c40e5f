"""What every test has: the database as the app's own login sees it."""

from __future__ import annotations

import gc
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as profiles
from pytest_django.fixtures import Settings
from whitenoise.base import WhiteNoise

from monitoring.intake import examination
from monitoring.intake.reading.child import read
from monitoring.intake.reading.limits import DEFAULT, Limits
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table
from tests import database

# The same examples every time, for a red run must be somebody's change; others are looked for on purpose:
# python -m pytest --hypothesis-profile=search tests/intake tests/analysis
slowly = [HealthCheck.too_slow, HealthCheck.data_too_large]
profiles.register_profile("alike", derandomize=True, deadline=None, suppress_health_check=slowly)
profiles.register_profile("search", derandomize=False, deadline=None, suppress_health_check=slowly)
profiles.load_profile("alike")
SHARED = Path(os.environ.get("EQP_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "data"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is made once a module is made once a run: one process has all the tests of the module that ask for it. The
    largest groups are begun first.
    """
    for item in items:
        asked = item._fixtureinfo.name2fixturedefs.values() if isinstance(item, pytest.Function) else ()
        if any(made[-1].scope == "module" for made in asked) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))


def pytest_collection_finish() -> None:
    gc.freeze()  # thousands of tests and all modules stay to the end: looking through them again takes seconds


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.make_template()
        database.fresh_copy()
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.drop_copy()


@pytest.fixture(autouse=True, scope="session")
def _restore_instead_of_flush() -> Iterator[None]:
    """A test that commits is undone by a fresh copy: the app's login may not truncate, and migrations' rows stay."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.fresh_copy())
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _assets_listed_once() -> Iterator[None]:
    """Each client of a test is a server of its own, and a server begins with listing a thousand files."""
    patch, list_files, listed = pytest.MonkeyPatch(), WhiteNoise.update_files_dictionary, dict[tuple[str, str], Any]()

    def once(server: WhiteNoise, folder: str, prefix: str) -> None:
        if (folder, prefix) not in listed:
            list_files(server, folder, prefix)
            listed[folder, prefix] = dict(server.files)
        server.files.update(listed[folder, prefix])

    patch.setattr(WhiteNoise, "update_files_dictionary", once)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _files_of_this_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A run's processes share a home, and their tenants have the same numbers: what one sweeps, another may need."""
    with override_settings(**_stored_in(tmp_path_factory.mktemp("stored"))):
        yield


def _stored_in(folder: Path) -> dict[str, Any]:
    place = {"location": str(folder / "files")}
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    return {"STORAGES": {**configured.STORAGES, "default": local}, "FILE_UPLOAD_TEMP_DIR": folder / "incoming"}


# Tests of what comes after reading read in their own process: it saves a second each. These try the reading process.
IN_A_PROCESS = ("test_malformed_files", "test_shared_reports", "test_commands", "test_nothing_lies_open")


def read_at_once(content: Iterable[bytes], *, limits: Limits = DEFAULT) -> Table | Note:
    return read(io.BytesIO(b"".join(content)), limits)


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.node.path.stem.startswith(IN_A_PROCESS):
        monkeypatch.setattr(examination, "read_table", read_at_once)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data. Skips where it is absent; with EQP_REQUIRE_SHARED=1 its absence is a failure."""
    if SHARED.is_dir():
        return SHARED
    message = f"no real data at {SHARED}"
    if os.environ.get("EQP_REQUIRE_SHARED") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def cast(db: None) -> Any:
    """The agency, two districts and their people (tests/districts/cast.py)."""
    from tests.districts.cast_again import cast_again

    return cast_again()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser, one a process: Playwright bears no second."""
    from tests.journeys.browser import started

    with started() as browser:
        yield browser


@pytest.fixture
def root(settings: Settings, tmp_path: Path) -> Path:
    """A fresh folder for stored files, not made yet."""
    for name, value in _stored_in(tmp_path).items():
        setattr(settings, name, value)
    return tmp_path / "files"
