"""Examining a small table in one line, as the tests of rules and traps do."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import polars as pl

from monitoring.intake.examination import Examination, examine_table
from monitoring.intake.grain import Grain
from monitoring.intake.reading.child import read
from monitoring.intake.reading.limits import DEFAULT, Limits
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table
from tests.intake.tables import Rows, write_csv


def read_here(path: Path, limits: Limits = DEFAULT) -> Table:
    """Read without a process of its own, for speed: the same function the reading process calls."""
    answer = read(io.BytesIO(path.read_bytes()), limits)
    assert isinstance(answer, Table), answer
    return answer


def examined(folder: Path, rows: Rows, **options: Any) -> Examination:
    """The examination of these rows as a CSV file."""
    return examine_table(read_here(write_csv(folder / "table.csv", rows)), **options)


def refused_as(path: Path, limits: Limits = DEFAULT) -> str:
    """The rule by which reading refuses the file."""
    answer = read(io.BytesIO(path.read_bytes()), limits)
    return answer.rule_id if isinstance(answer, Note) else "was read"


def found(examination: Examination) -> dict[str, int]:
    """How often each rule found something."""
    totals: dict[str, int] = {}
    for finding in examination.findings:
        totals[finding.rule.id] = totals.get(finding.rule.id, 0) + finding.total
    return totals


def messages(examination: Examination, rule_id: str) -> list[str]:
    """The messages of one rule."""
    return [
        message
        for finding in examination.findings
        if finding.rule.id == rule_id
        for message in finding.details["message"].to_list()
    ]


def rows_of(examination: Examination, dataset: str, year: int | None) -> pl.DataFrame:
    """Canonical rows of one dataset and year."""
    return examination.frames[Grain(dataset, year)]


def doubted(examination: Examination) -> set[tuple[int, str]]:
    """The (school year, column) that anything was said against as a column."""
    return {key for finding in examination.findings for key in finding.keys}
