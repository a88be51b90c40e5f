"""E-ROW-CUT: the file ends in the middle of its last row."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    cut = sheet.recognized.table.cut_row
    return nothing() if cut is None else sheet.rows.filter(pl.col("row_number") == cut).select("row_number")


RULE = Rule(
    "E-ROW-CUT",
    title="The file ends in the middle of a row",
    message="The file ends in the middle of row {row}: it has fewer cells than the other rows and no end of line.",
    fix="Perhaps the file was cut off on its way and more rows are missing: send the whole file again.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=0,
)
