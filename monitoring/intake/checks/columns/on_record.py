"""W-COLUMN-ON-RECORD: beside the new file, a column that was accepted before does not hold what its name says."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.columns.doubts import doubts
from monitoring.intake.checks.rule import Rule, Stage, is_judged
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return doubts(sheet, in_file=False).select("column", "school_year", "value")


RULE = Rule(
    "W-COLUMN-ON-RECORD",
    title="An accepted column is in doubt",
    message="{value} This was accepted before; the file it came in is checked again once this one is taken.",
    fix="See what becomes of the file of that year; where its columns are wrong, send it again under the right names.",
    stage=Stage.COLUMN,
    effect=Effect.NONE,
    find=find,
    only=is_judged,
    rank=2,
    quotes=False,
)
