"""Tests of what comes after reading read in their own process: it saves a second each; reading has its own tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitoring.intake import examination
from monitoring.intake.reading.limits import DEFAULT, Limits
from monitoring.intake.reading.refusal import FileRefused, Note
from monitoring.intake.reading.table import Table
from tests.intake.examining import read_here

IN_A_PROCESS = ("test_malformed_files", "test_shared_reports", "test_commands")


def read_at_once(path: Path, *, limits: Limits = DEFAULT, workplace: Path | None = None) -> Table | Note:
    try:
        table = read_here(path, limits)
    except FileRefused as refused:
        return refused.note
    return table if table.cells.height else Note("E-FILE-EMPTY")


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.node.path.stem.startswith(IN_A_PROCESS):
        monkeypatch.setattr(examination, "read_table", read_at_once)
