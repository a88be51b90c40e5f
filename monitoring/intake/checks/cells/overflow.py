"""I-CELL-OVERFLOW: a number that was wider than its column in the report."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, has_numbers
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return sheet.cells.filter(pl.col("reason") == "unreadable").select(
        "row_number", "column", "school_year", value="text"
    )


RULE = Rule(
    "I-CELL-OVERFLOW",
    title="A number too wide for its column",
    message="Row {row}: {column} holds “{value}” where the number did not fit; it counts as not reported.",
    fix="Widen the column and export again where the number is needed.",
    stage=Stage.CELL,
    effect=Effect.NONE,
    find=find,
    only=has_numbers,
    rank=1,
    quotes=False,
)
