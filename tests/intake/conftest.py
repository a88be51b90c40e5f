"""Tests of what comes after reading read in their own process: it saves a second each; reading has its own tests."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest

from monitoring.intake import examination
from monitoring.intake.reading.child import read
from monitoring.intake.reading.limits import DEFAULT, Limits
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table

IN_A_PROCESS = ("test_malformed_files", "test_shared_reports", "test_commands", "test_nothing_lies_open")


def read_at_once(content: Iterable[bytes], *, limits: Limits = DEFAULT) -> Table | Note:
    return read(io.BytesIO(b"".join(content)), limits)


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.node.path.stem.startswith(IN_A_PROCESS):
        monkeypatch.setattr(examination, "read_table", read_at_once)
