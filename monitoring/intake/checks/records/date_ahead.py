"""W-DATE-AHEAD: a day that is still to come, of what has mostly happened when it is told."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.records.days_ahead import days_ahead
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Sheet


def have_begun(report: Report) -> tuple[str, ...]:
    return tuple(column.name for column in report.columns if column.begun)


def find(sheet: Sheet) -> pl.DataFrame:
    return days_ahead(sheet, have_begun(sheet.report))


RULE = Rule(
    "W-DATE-AHEAD",
    title="A day that lies ahead",
    message="Row {row}: {column} is {value}, after the file came ({other}).",
    fix="Correct the day; or explain it, where it is planned already.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    only=lambda report: bool(have_begun(report)),
    reads=have_begun,
    rank=13,
    quotes=False,
)
