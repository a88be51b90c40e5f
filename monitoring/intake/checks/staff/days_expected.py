"""W-DAYS-EXPECTED: another number of work days than a school year has."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, some_rows
from monitoring.intake.layouts.staff_attendance import REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    days = sheet.cells.filter(pl.col("column") == "days_expected", pl.col("amount").is_not_null())
    odd = days.filter(~pl.col("amount").is_between(170 * SCALE, 190 * SCALE))
    return some_rows(odd, "column").rename({"rows": "other"})


RULE = Rule(
    "W-DAYS-EXPECTED",
    title="Another number of work days than a school year has",
    message="{column} is outside 170 to 190 in {other}.",
    fix="See whether these people worked for a part of the year; if not, correct the days.",
    stage=Stage.CELL,
    effect=Effect.NONE,
    find=find,
    reads=("days_expected",),
    rank=9,
    layout=REPORT.id,
    quotes=False,
)
