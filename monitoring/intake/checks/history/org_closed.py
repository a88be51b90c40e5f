"""W-ORG-CLOSED: figures of a year after the organization closed."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if sheet.past.known["close_year"].null_count() == sheet.past.known.height:
        return nothing()
    closed = sheet.past.known.filter(pl.col("close_year").is_not_null()).select("org_code", closed="close_year")
    if not closed.height:
        return nothing()
    late = sheet.rows.join(closed, on="org_code").filter(pl.col("school_year") > pl.col("closed"))
    return late.select(
        "row_number", "school_year", column=pl.lit("org_code"), value="org_code", other=pl.col("closed").cast(pl.String)
    )


RULE = Rule(
    "W-ORG-CLOSED",
    title="Figures after closing",
    message="Row {row}: {value} is on record as closed in {other}, and the row is of a later year.",
    fix="Correct the code or the closing year.",
    stage=Stage.HISTORY,
    effect=Effect.NONE,
    find=find,
    rank=0,
    quotes=False,
)
