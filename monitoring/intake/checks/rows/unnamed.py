"""W-ROW-UNNAMED: cells that stand under no column name, in most rows."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing, some_rows
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """In a few rows such cells say that others have moved (E-ROW-SHIFTED); in most rows, that a name is missing."""
    if sheet.rows["surplus"].null_count() * 2 >= sheet.rows.height:
        return nothing()
    unnamed = sheet.rows.filter(pl.col("surplus").is_not_null()).select("row_number", column=pl.lit(None, pl.String))
    return some_rows(unnamed, "column").rename({"rows": "value"})


RULE = Rule(
    "W-ROW-UNNAMED",
    title="Cells under no column name",
    message="Cells stand under no column name, or after the last one, in {value}; they were not read and are not kept.",
    fix="Give the column a name where it is meant, or delete it. See whether a name was left out in the header, so "
    "that the others have moved.",
    stage=Stage.ROW,
    effect=Effect.NONE,
    find=find,
    rank=10,
    quotes=False,
)
