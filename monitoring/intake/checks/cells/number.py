"""E-CELL-NUMBER: a cell that holds no number of its column's kind."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, has_numbers
from monitoring.intake.column_judgment import STYLES
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    kinds = pl.DataFrame(
        [(column.name, style) for column in sheet.report.numeric for style in STYLES[column.kind]],
        schema={"column": pl.String, "style": pl.String},
        orient="row",
    )
    filled = sheet.cells.filter(pl.col("reason").is_null())
    wrong = pl.concat(
        [filled.join(kinds, on=["column", "style"], how="anti"), filled.filter(pl.col("amount").is_null())]
    )
    titles = {column.name: column.kind.value for column in sheet.report.numeric}
    return wrong.unique(["row_number", "column"]).select(
        "row_number",
        "column",
        "school_year",
        value="text",
        other=pl.col("column").replace_strict(titles, default="number"),
    )


RULE = Rule(
    "E-CELL-NUMBER",
    title="Not a number of this kind",
    message="Row {row}: {column} is “{value}”, which is no {other}.",
    fix="Write the number with digits only; leave the cell blank where it is not known, NA where it does not apply.",
    stage=Stage.CELL,
    effect=Effect.CELL,
    find=find,
    only=has_numbers,
    rank=5,
)
