"""I-ABSENCE-NEVER: days that are no absence."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, some_rows
from monitoring.intake.layouts.staff_absence_event import NEVER_ABSENT, REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    never = sheet.rows.filter(pl.col("category").is_in(NEVER_ABSENT))
    return some_rows(never, "category").select("row_number", value="category", other="rows")


RULE = Rule(
    "I-ABSENCE-NEVER",
    title="Days that are no absence",
    message="{value} stands in {other}: such days are kept and never counted as absences.",
    fix="Nothing to do.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("category",),
    rank=13,
    layout=REPORT.id,
    quotes=False,
)
