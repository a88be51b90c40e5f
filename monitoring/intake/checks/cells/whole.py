"""E-CELL-WHOLE: a count of people or classes that is not whole."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, has_numbers, number_text
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    steps = {column.name: int(column.steps * SCALE) for column in sheet.report.numeric if column.steps}
    step = pl.col("column").replace_strict(steps, default=1, return_dtype=pl.Int64)
    broken = sheet.cells.filter(pl.col("reason").is_null() & (pl.col("amount") % step != 0))
    words = pl.when(step == SCALE).then(pl.lit("a head count is a whole number"))
    other = words.otherwise(pl.format("it counts in steps of {}", number_text(step)))
    return broken.select("row_number", "column", "school_year", value="text", other=other)


RULE = Rule(
    "E-CELL-WHOLE",
    title="A count that is not whole",
    message="Row {row}: {column} is {value}; {other}.",
    fix="Give the number of people. Full-time equivalents belong in columns of FTE.",
    stage=Stage.CELL,
    effect=Effect.CELL,
    find=find,
    only=has_numbers,
    rank=7,
)
