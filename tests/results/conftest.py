"""What the tests of results share: a folder of their own for snapshots, and a small state that is computed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from districts.wall import across_districts
from monitoring.results import actions
from monitoring.results.frames import Inputs
from tests.results.kept import keep_state
from tests.results.small_state import small_state


def stored_in(folder: Path) -> dict[str, Any]:
    """The setting STORAGES with files in this folder."""
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    return {**settings.STORAGES, "default": local}


@pytest.fixture
def own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Stored files go to a fresh folder."""
    with override_settings(STORAGES=stored_in(tmp_path_factory.mktemp("files"))):
        yield


@pytest.fixture(scope="module")
def _computed_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Inputs]:
    """A small state of 2020-21 and 2021-22, kept and computed in a transaction that is undone."""
    inputs, folder = small_state(3, years=range(2021, 2023), districts=6), tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(STORAGES=stored_in(folder)):
        keep_state(inputs)
        with across_districts(reason="tests: compute"):
            actions.recompute(trigger="test")
        yield inputs
        transaction.set_rollback(True)


@pytest.fixture
def computed(_computed_once: Inputs, db: None) -> Inputs:
    """The same for each test: what it writes is undone."""
    return _computed_once
