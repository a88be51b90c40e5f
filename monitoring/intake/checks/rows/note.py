"""I-ROW-NOTE: a remark below or between the rows."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    columns = [f"{name}_text" if f"{name}_text" in sheet.rows.columns else name for name in sheet.headers]
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in columns)
    is_note = (filled <= 1) & pl.col("org_code").is_null()
    text = pl.coalesce(*columns, "surplus").str.slice(0, 60)
    return sheet.rows.filter(is_note).select("row_number", value=text)


RULE = Rule(
    "I-ROW-NOTE",
    title="A remark among the rows",
    message="Row {row} holds a remark and no figures; it was passed over: “{value}”.",
    fix="Nothing to do.",
    stage=Stage.SET_ASIDE,
    effect=Effect.ROW,
    find=find,
    rank=1,
)
