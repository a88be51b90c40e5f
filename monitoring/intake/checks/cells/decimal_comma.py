"""E-CELL-DECIMAL-COMMA: decimals after a comma."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, has_numbers
from monitoring.intake.sheet import Effect, Sheet

ONE_COMMA = r"^[^,.]*,[^,.]*$"


def find(sheet: Sheet) -> pl.DataFrame:
    """In a column with one decimal comma, every comma may be one: 1,234 is then not safely a thousand; 1,234,567 and
    1,234.5 are.
    """
    open_cells = sheet.cells.filter(pl.col("reason").is_null())
    columns = open_cells.filter(pl.col("style") == "comma").select("column").unique()
    doubtful = open_cells.join(columns, on="column", how="semi").filter(pl.col("text").str.contains(ONE_COMMA))
    return doubtful.select("row_number", "column", "school_year", value="text")


RULE = Rule(
    "E-CELL-DECIMAL-COMMA",
    title="A decimal comma",
    message="Row {row}: {column} is “{value}”, perhaps with a comma for decimals.",
    fix="Write decimals with a point, and thousands with a comma or nothing.",
    stage=Stage.CELL,
    effect=Effect.CELL,
    find=find,
    only=has_numbers,
    rank=4,
)
