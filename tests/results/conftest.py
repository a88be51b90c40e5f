"""What the tests of results share: a folder of their own for snapshots, and a small state that is computed."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from districts.wall import across_districts
from monitoring.results import actions
from monitoring.results.frames import Inputs
from tests.results.kept import keep_state
from tests.results.small_state import small_state


@pytest.fixture
def own_files(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Stored files go to a fresh folder."""
    place = {"location": str(tmp_path_factory.mktemp("files"))}
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    settings.STORAGES = {**settings.STORAGES, "default": local}


@pytest.fixture
def computed(db: None, own_files: None) -> Inputs:
    """A small state of 2020-21 and 2021-22, kept and computed."""
    inputs = small_state(3, years=range(2021, 2023), districts=6)
    keep_state(inputs)
    with across_districts(reason="tests: compute"):
        actions.recompute(trigger="test")
    return inputs
