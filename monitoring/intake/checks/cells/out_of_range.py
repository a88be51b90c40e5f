"""E-CELL-RANGE: a percentage outside 0 to 100, or a count below zero."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.reports.column import Kind
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    percents = [column.name for column in sheet.report.numeric if column.kind is Kind.PERCENT]
    too_much = pl.col("column").is_in(percents) & (pl.col("amount") > 100 * SCALE)
    open_cells = sheet.cells.filter(pl.col("reason").is_null())
    return open_cells.filter(too_much | (pl.col("amount") < 0)).select(
        "row_number", "column", "school_year", value="text"
    )


RULE = Rule(
    "E-CELL-RANGE",
    title="A number out of range",
    message="Row {row}: {column} is {value}.",
    fix="A percentage lies between 0 and 100; a count is not below 0.",
    stage=Stage.CELL,
    effect=Effect.CELL,
    find=find,
    rank=6,
)
