"""I-ROW-NOT-REPORTED: a sentence instead of figures, spilled over several cells."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, has_numbers
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    told = sheet.cells.filter(
        (pl.col("reason") == "not_reported") & pl.col("text").is_not_null() & (pl.col("style") == "words")
    )
    spilled = told.group_by("row_number", "school_year", "org_code").agg(pl.len(), value=pl.col("text").str.join(" "))
    return spilled.filter(pl.col("len") > 1).select("row_number", "school_year", "value")


RULE = Rule(
    "I-ROW-NOT-REPORTED",
    title="A sentence instead of figures",
    message="Row {row} holds a sentence where figures belong (“{value}”); its figures count as not reported.",
    fix="Nothing to do where the school did not report.",
    stage=Stage.CELL,
    effect=Effect.NONE,
    find=find,
    only=has_numbers,
    rank=0,
)
