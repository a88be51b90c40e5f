"""E-COLUMN-SCALE: percentages written as parts of one."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.reports.declaration import Kind
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """All percentages of a year at or below 1, some between: no report of several percentages looks like that."""
    percents = [
        column.name for column in sheet.report.numeric if column.kind is Kind.PERCENT and sheet.present(column.name)
    ]
    if len(percents) < 2:
        return nothing()
    cells = sheet.cells.filter(pl.col("column").is_in(percents) & pl.col("reason").is_null())
    amount = pl.col("amount")
    years = cells.group_by("school_year").agg(top=amount.max(), between=((amount > 0) & (amount < SCALE)).sum())
    small = years.filter((pl.col("top") <= SCALE) & (pl.col("between") >= 3)).select("school_year")
    return small.join(pl.DataFrame({"column": percents}), how="cross").sort("school_year", "column")


RULE = Rule(
    "E-COLUMN-SCALE",
    title="Percentages between 0 and 1",
    message="In {year}, {column} and the other percentages lie between 0 and 1.",
    fix="Multiply them by 100: percentages run from 0 to 100.",
    stage=Stage.CELL,
    effect=Effect.COLUMN,
    find=find,
    rank=3,
)
