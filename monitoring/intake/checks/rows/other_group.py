"""I-ROW-OTHER-GROUP: rows of educators that no measure uses."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if sheet.report.only is None:
        return nothing()
    column, codes = sheet.report.only
    is_other = pl.col(column).is_in(sheet.report.column(column).codes) & ~pl.col(column).is_in(codes)
    return sheet.rows.filter(is_other).select("row_number", column=pl.lit(column), value=column)


RULE = Rule(
    "I-ROW-OTHER-GROUP",
    title="Rows of other educators",
    message="Row {row} is about a group of educators ({value}) that no measure uses; it was set aside.",
    fix="Nothing to do.",
    stage=Stage.SET_ASIDE,
    effect=Effect.ROW,
    find=find,
    rank=4,
    quotes=False,
)
