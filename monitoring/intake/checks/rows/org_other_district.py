"""E-ORG-OTHER-DISTRICT: a row of another district."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    prefix = sheet.owner_prefix
    if prefix is None or all(code is None or code.startswith(prefix) for code in sheet.different("org_code")):
        return nothing()
    return sheet.rows.filter(~pl.col("org_code").str.starts_with(prefix)).select(
        "row_number", column=pl.lit("org_code"), value="org_code"
    )


RULE = Rule(
    "E-ORG-OTHER-DISTRICT",
    title="A row of another district",
    message="Row {row}: {value} belongs to another district. The row was refused.",
    fix="Send rows of your own district only.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=5,
    quotes=False,
)
