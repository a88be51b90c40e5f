"""E-COLUMN-CONTRADICTED: in most rows of a year, columns do not go with each other as they must."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.columns.doubts import CONTRADICTED, doubts
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Which of them is wrong cannot be known, so all are refused, once for the column instead of row by row."""
    if not (sheet.judgment.doubted or sheet.judgment.contradicted):
        return nothing()
    found = doubts(sheet).filter(~pl.col("proposed"), pl.col("test") == CONTRADICTED)
    return found.select("column", "school_year", "value")


RULE = Rule(
    "E-COLUMN-CONTRADICTED",
    title="Columns contradict each other",
    message="{value} The columns of this year were refused, not the rest of the file.",
    fix="See which of these columns holds something else than its name says, and send the file again.",
    stage=Stage.COLUMN,
    effect=Effect.COLUMN,
    find=find,
    rank=0,
    quotes=False,
)
