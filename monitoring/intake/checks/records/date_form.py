"""E-DATE-FORM: not a day."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.reports.column import Kind
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    days = [one.name for one in sheet.report.columns if one.kind is Kind.DATE and sheet.present(one.name)]
    days = [name for name in days if sheet.rows[name].null_count() > sheet.rows[f"{name}_text"].null_count()]
    if not days:
        return nothing()
    rows = sheet.rows.lazy()
    no_days = [
        rows.filter(pl.col(f"{name}_text").is_not_null() & pl.col(name).is_null()).select(
            "row_number", column=pl.lit(name), value=f"{name}_text"
        )
        for name in days
    ]
    return pl.concat(no_days).collect()


RULE = Rule(
    "E-DATE-FORM",
    title="Not a day",
    message="Row {row}: {column} is “{value}”, which is no day.",
    fix="Write the day like 2024-10-01 or 10/01/2024.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=7,
)
