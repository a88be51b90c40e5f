"""E-CELL-RANGE: a percentage outside 0 to 100, or a count below zero."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, has_numbers, number_text
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    bounds = pl.DataFrame(
        [
            (one.name, one.lowest * SCALE, None if one.most is None else one.most * SCALE)
            for one in sheet.report.numeric
        ],
        schema={"column": pl.String, "lowest": pl.Float64, "most": pl.Float64},
        orient="row",
    )
    cells = sheet.cells.filter(pl.col("reason").is_null()).join(bounds, on="column")
    out = cells.filter((pl.col("amount") < pl.col("lowest")) | (pl.col("amount") > pl.col("most")))
    lowest, most = number_text(pl.col("lowest")), number_text(pl.col("most"))
    between = pl.when(pl.col("most").is_null()).then(pl.format("at least {}", lowest))
    other = between.otherwise(pl.format("between {} and {}", lowest, most))
    return out.select("row_number", "column", "school_year", value="text", other=other)


RULE = Rule(
    "E-CELL-RANGE",
    title="A number out of range",
    message="Row {row}: {column} is {value}.",
    fix="Write a number that is {other}.",
    stage=Stage.CELL,
    effect=Effect.CELL,
    find=find,
    only=has_numbers,
    rank=6,
)
