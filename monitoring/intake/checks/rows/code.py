"""E-CELL-CODE: a code that is not in its list."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    columns = [column for column in sheet.report.columns if column.codes and sheet.present(column.name)]
    columns = [column for column in columns if not {*sheet.different(column.name)} <= {None, *column.codes}]
    if not columns:
        return nothing()
    rows = sheet.rows.lazy()
    others = [
        rows.filter(~pl.col(column.name).is_in(column.codes)).select(
            "row_number", column=pl.lit(column.name), value=column.name, other=pl.lit(", ".join(column.codes))
        )
        for column in columns
    ]
    return pl.concat(others).collect()


RULE = Rule(
    "E-CELL-CODE",
    title="Not a code of the list",
    message="Row {row}: “{value}” is no code of {column}.",
    fix="Use one of: {other}.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=7,
)
