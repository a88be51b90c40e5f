"""I-ROW-OTHER-UNIT: a district's row in a report of schools, or a school's in one of districts."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if sheet.report.unit not in ("school", "district"):
        return nothing()
    is_district = pl.col("org_code").str.ends_with("0000")
    wanted = {"school": is_district, "district": ~is_district}.get(sheet.report.unit, pl.lit(False))
    return sheet.rows.filter(wanted).select("row_number", value="org_code")


RULE = Rule(
    "I-ROW-OTHER-UNIT",
    title="A row of another kind of organization",
    message="Row {row} ({value}) is not of the kind of organization this report is about; it was set aside.",
    fix="Nothing to do: figures of districts are computed from their schools.",
    stage=Stage.SET_ASIDE,
    effect=Effect.ROW,
    find=find,
    rank=3,
)
