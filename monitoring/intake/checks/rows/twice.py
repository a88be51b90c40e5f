"""E-ROW-TWICE: rows of an own layout that are the same, in which no key stands twice."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rows.duplicate import repeated
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Sheet


def is_own(report: Report) -> bool:
    return bool(report.number)


def find(sheet: Sheet) -> pl.DataFrame:
    """Whether one row was meant, or another person, day or class, its sender knows."""
    return repeated(sheet)


RULE = Rule(
    "E-ROW-TWICE",
    title="A row of a layout stands twice",
    message="Row {row} says the same as row {other} ({value}); it was not taken.",
    fix="Delete the row, or correct what was to tell it from the other.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    only=is_own,
    rank=9,
    quotes=False,
)
