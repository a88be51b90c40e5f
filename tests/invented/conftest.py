"""One middling state for all tests that look at it: its years are made once."""

from __future__ import annotations

import pytest

from monitoring.invented.plan import plan
from monitoring.invented.state import StateYear, invented_state


@pytest.fixture(scope="session")
def years() -> list[StateYear]:
    """Four years of 40 districts."""
    return list(invented_state(plan(40, years=4, seed=11))[1])
