"""E-ORG-LEVEL: a school without a level."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    level = pl.col("school_level") if sheet.present("school_level") else pl.lit(None, dtype=pl.String)
    return sheet.rows.filter((pl.col("org_type") == "SCHOOL") & level.is_null()).select(
        "row_number", column=pl.lit("school_level")
    )


RULE = Rule(
    "E-ORG-LEVEL",
    title="A school without a level",
    message="Row {row}: the school has no level.",
    fix="Give one of ELEM, MIDDLE, HIGH, K8, K12, OTHER.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="organizations",
    reads=("org_type", "school_level"),
    rank=11,
)
