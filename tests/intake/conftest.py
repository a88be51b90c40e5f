"""The real files beside the checkout, where they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("EQP_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data. Skips where it is absent; with EQP_REQUIRE_SHARED=1 its absence is a failure."""
    if not SHARED.is_dir():
        message = f"no real data at {SHARED}"
        if os.environ.get("EQP_REQUIRE_SHARED") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return SHARED
