"""E-CELL-FORM: a text of another form."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    columns = [column for column in sheet.report.columns if column.pattern and sheet.present(column.name)]
    columns = [column for column in columns if not sheet.different(column.name).str.contains(column.pattern).all()]
    if not columns:
        return nothing()
    rows = sheet.rows.lazy()
    others = [
        rows.filter(~pl.col(column.name).str.contains(column.pattern)).select(
            "row_number", column=pl.lit(column.name), value=column.name, other=pl.lit(column.form)
        )
        for column in columns
    ]
    return pl.concat(others).collect()


RULE = Rule(
    "E-CELL-FORM",
    title="A text of another form",
    message="Row {row}: {column} is “{value}”.",
    fix="Write {other}.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=7,
)
