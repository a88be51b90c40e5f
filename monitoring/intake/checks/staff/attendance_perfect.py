"""W-ATTENDANCE-PERFECT: nobody of a school was ever absent."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.layouts.staff_attendance import REPORT
from monitoring.intake.sheet import Effect, Sheet

FEWEST = 3  # people
SCHOOL = ("school_year", "org_code")


def find(sheet: Sheet) -> pl.DataFrame:
    absent = sheet.numbers("days_absent").drop_nulls("days_absent")
    schools = absent.group_by(SCHOOL).agg(pl.col("row_number").min(), people=pl.len(), days=pl.col("days_absent").sum())
    perfect = schools.filter(pl.col("days") == 0, pl.col("people") >= FEWEST)
    return perfect.select("row_number", "school_year", value="org_code", other=pl.col("people").cast(pl.String))


RULE = Rule(
    "W-ATTENDANCE-PERFECT",
    title="Nobody of a school was ever absent",
    message="{value}: none of {other} people was absent a single day in {year}.",
    fix="See whether absences were exported at all; leave the cells blank where they were not collected.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("days_absent",),
    rank=11,
    layout=REPORT.id,
    grain=SCHOOL,
    quotes=False,
)
