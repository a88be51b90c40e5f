"""E-COLUMN-UNLIKE: a column does not continue its other years, and nothing explains what it holds."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.columns.doubts import CONTRADICTED, doubts
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """What was told by its cells and refused for them already is not told twice."""
    found = doubts(sheet)
    if not found.height:
        return nothing()
    left = sheet.cells.filter(pl.col("amount").is_not_null()).select("school_year", "column").unique()
    open_doubts = found.filter(~pl.col("proposed"), pl.col("test") != CONTRADICTED)
    by_cells = pl.col("test") == "format" if not sheet.report.long else pl.lit(False)
    still_open = open_doubts.filter(by_cells).join(left, on=["school_year", "column"], how="semi")
    return pl.concat([open_doubts.filter(~by_cells), still_open]).select("column", "school_year", "value")


RULE = Rule(
    "E-COLUMN-UNLIKE",
    title="A column does not hold what its name says",
    message="{value} The column of this year was refused, not the rest of the file.",
    fix="Compare the column with the report of another year, and send the file again under the right names.",
    stage=Stage.COLUMN,
    effect=Effect.COLUMN,
    find=find,
    rank=0,
    quotes=False,
)
