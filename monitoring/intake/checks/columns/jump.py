"""W-COLUMN-JUMP: counts or amounts of nearly all schools changed the same way and by more than a real year brings."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.column_changes import jumps
from monitoring.intake.checks.rule import Rule, Stage, is_judged, year_text
from monitoring.intake.reports.column import Kind
from monitoring.intake.sheet import Effect, Sheet

COUNTED = (Kind.COUNT, Kind.FTE, Kind.USD)


def find(sheet: Sheet) -> pl.DataFrame:
    """Small percentages may double in a year; numbers of people and amounts of money do not. What is refused for
    another reason is not told twice.
    """
    counted = [column.name for column in sheet.report.numeric if column.kind in COUNTED]
    changes = sheet.judgment.changes.filter(pl.col("column").is_in(counted))
    for side in ("older", "newer"):
        changes = changes.join(
            sheet.judgment.in_question, left_on=["column", side], right_on=["column", "year"], how="anti"
        )
    found = jumps(changes)
    return found.select(
        "column", school_year="newer", value=pl.col("times").round(2).cast(pl.String), other=year_text("older")
    ).filter(pl.col("school_year").is_in(sheet.years))


RULE = Rule(
    "W-COLUMN-JUMP",
    title="A change of nearly all schools at once",
    message="In {year}, {column} is {value} times what it was in {other} in the middle school, and nearly all schools "
    "changed the same way.",
    fix="Nothing to do where the change is real; otherwise see whether something was counted twice or left out.",
    stage=Stage.HISTORY,
    effect=Effect.NONE,
    find=find,
    only=is_judged,
    rank=0,
)
