"""E-CELL-WHOLE: a count of people or classes that is not whole."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.reports.column import Kind
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    counts = [column.name for column in sheet.report.numeric if column.kind is Kind.COUNT]
    broken = pl.col("column").is_in(counts) & pl.col("reason").is_null() & (pl.col("amount") % SCALE != 0)
    return sheet.cells.filter(broken).select("row_number", "column", "school_year", value="text")


RULE = Rule(
    "E-CELL-WHOLE",
    title="A count that is not whole",
    message="Row {row}: {column} is {value}; a head count is a whole number.",
    fix="Give the number of people. Full-time equivalents belong in columns of FTE.",
    stage=Stage.CELL,
    effect=Effect.CELL,
    find=find,
    rank=7,
)
