"""I-ROW-HEADER: the header stands again among the rows."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rows.header_rows import header_rows
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return header_rows(sheet).filter(pl.col("moved") == "").select("row_number")


RULE = Rule(
    "I-ROW-HEADER",
    title="The header stands again",
    message="Row {row} repeats the header and was passed over.",
    fix="Nothing to do.",
    stage=Stage.SET_ASIDE,
    effect=Effect.ROW,
    find=find,
    rank=0,
)
