"""E-CELL-CODE: a code that is not in its list."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.reports.column import LOOKALIKES, Column
from monitoring.intake.sheet import Effect, Sheet

LATIN = {chr(other): chr(latin) for other, latin in LOOKALIKES.items()}


def find(sheet: Sheet) -> pl.DataFrame:
    columns = [column for column in sheet.report.columns if column.codes and sheet.present(column.name)]
    columns = [column for column in columns if not {*sheet.different(column.name)} <= {None, *column.codes}]
    if not columns:
        return nothing()
    rows = sheet.rows.lazy()
    others = [
        rows.filter(~pl.col(column.name).is_in(column.codes)).select(
            "row_number", column=pl.lit(column.name), value=column.name, other=_offered(column)
        )
        for column in columns
    ]
    return pl.concat(others).collect()


def _offered(column: Column) -> pl.Expr:
    """The codes of the list; and, where one of them is meant, why what stands there is none."""
    codes = ", ".join(column.codes)
    imitated = f"{codes}; these letters are of another alphabet"
    meant = pl.col(column.name).str.replace_many(LATIN).str.to_lowercase()
    is_imitation = meant.is_in([code.lower() for code in column.codes])
    return pl.when(is_imitation).then(pl.lit(imitated)).otherwise(pl.lit(codes))


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
