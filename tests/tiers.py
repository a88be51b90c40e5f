"""Of many like examples some in every run, the others in the long tier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def often(values: Iterable[Any], *, first: int = 1) -> list[Any]:
    """The first of these values as they are, the others marked slow."""
    return [value if place < first else _slow(value) for place, value in enumerate(values)]


def _slow(value: Any) -> Any:
    return pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.slow)
