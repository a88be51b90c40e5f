"""E-FILE-OTHER-HEADER: another header stands among the rows, with its columns in another order."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rows.header_rows import header_rows
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return header_rows(sheet).filter(pl.col("moved") != "").select("row_number", value="moved")


RULE = Rule(
    "E-FILE-OTHER-HEADER",
    title="Another header among the rows",
    message="Row {row} is a header whose names stand in other columns than in the first one ({value}): the rows below"
    " it would be read under wrong names.",
    fix="Put the columns of all rows in one order, or send what stands below it as a file of its own.",
    stage=Stage.WHOLE,
    effect=Effect.FILE,
    find=find,
    quotes=False,
)
