"""E-ROW-QUOTES: a row whose quotation marks do not enclose whole cells."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    below = [row for row in sheet.recognized.table.broken_rows if row > sheet.recognized.header_rows[-1]]
    if not below:
        return nothing()
    return pl.DataFrame({"row_number": below}, schema={"row_number": pl.UInt32})


RULE = Rule(
    "E-ROW-QUOTES",
    title="Quotation marks inside a cell",
    message="Row {row} cannot be cut into cells: a quotation mark stands inside a cell.",
    fix='Double the quotation mark ("") and enclose the whole cell, or remove it.',
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=0,
)
