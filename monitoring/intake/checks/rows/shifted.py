"""E-ROW-SHIFTED: a row with more cells than the header."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if sheet.rows["surplus"].null_count() == sheet.rows.height:
        return nothing()
    longer = sheet.rows.filter(pl.col("surplus").is_not_null())
    if longer.height * 2 > sheet.rows.height:
        return nothing()  # a column without a name, not rows that are too long
    return longer.select("row_number", value="surplus")


RULE = Rule(
    "E-ROW-SHIFTED",
    title="More cells than columns",
    message="Row {row} has more cells than there are column names (“{value}” stands after the last one), so its "
    "values may have moved.",
    fix="See whether a comma stands inside a cell without quotation marks, or a cell was inserted.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=1,
)
