"""One whole stack for all journeys: `make run` with the invented state, in a home of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.platform.stack import fresh_home, running_stack


@pytest.fixture(scope="session")
def demo(chromium: Browser) -> Iterator[dict[str, Any]]:
    """demo.json of a running stack, and its home. EQP_JOURNEYS_HOME names the home of one that runs already."""
    if running := os.environ.get("EQP_JOURNEYS_HOME"):
        import json

        yield {**json.loads(Path(running, "demo.json").read_text()), "home": running}
        return
    with fresh_home() as home, running_stack(home, EQP_DEMO="1", EQP_SHARED=str(home / "nothing-shared")) as stack:
        yield {**stack.demo(), "home": str(home)}


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go; EQP_SHOTS names a folder to keep them in."""
    folder = os.environ.get("EQP_SHOTS")
    if not folder:
        return tmp_path_factory.mktemp("shots")
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
