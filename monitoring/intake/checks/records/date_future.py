"""E-DATE-FUTURE: a day that is still to come, of what the layout says has happened."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.records.days_ahead import days_ahead
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Sheet


def have_happened(report: Report) -> tuple[str, ...]:
    return tuple(column.name for column in report.columns if column.happened)


def find(sheet: Sheet) -> pl.DataFrame:
    return days_ahead(sheet, have_happened(sheet.report))


RULE = Rule(
    "E-DATE-FUTURE",
    title="A day that has not come",
    message="Row {row}: {column} is {value}, after the file came ({other}); this cannot have happened.",
    fix="Correct the day, or leave the row out until it has come.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    only=lambda report: bool(have_happened(report)),
    reads=have_happened,
    rank=12,
    quotes=False,
)
