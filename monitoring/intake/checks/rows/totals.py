"""I-ROW-TOTALS: a row of totals, for the state or for a district under no code."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import STATE_CODE, Effect, Sheet

TOTALS = r"(?i)^\s*(state( totals?)?|statewide|grand total|totals?)\b|\b(district|county|region)(wide)? totals?\s*$"


def find(sheet: Sheet) -> pl.DataFrame:
    if sheet.report.unit == "none" or sheet.report.id == "organizations":
        return nothing()
    name = pl.col("org_name") if sheet.present("org_name") else pl.lit(None, dtype=pl.String)
    is_total = name.str.contains(TOTALS) & pl.col("org_code").is_null()
    found = sheet.rows.filter((pl.col("org_code") == STATE_CODE) | is_total.fill_null(False))
    return found.select("row_number", value=pl.coalesce(name, "org_code_text"))


RULE = Rule(
    "I-ROW-TOTALS",
    title="A row of totals",
    message="Row {row} holds totals ({value}); it was set aside. Such figures are computed from the schools.",
    fix="Nothing to do.",
    stage=Stage.SET_ASIDE,
    effect=Effect.ROW,
    find=find,
    rank=2,
)
