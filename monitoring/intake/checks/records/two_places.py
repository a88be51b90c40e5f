"""E-TWO-PLACES: somebody at two organizations, in a layout in which everybody stands once."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Sheet, hash_of


def stands_once(report: Report) -> bool:
    return bool(report.once)


def find(sheet: Sheet) -> pl.DataFrame:
    """All rows of whoever has several, for which of them is right cannot be known."""
    key = ["school_year", *sheet.report.once]
    if sheet.rows.select(hash_of(key).n_unique()).item() == sheet.rows.height:
        return nothing()
    row, first, last = pl.col("row_number"), pl.col("row_number").min(), pl.col("row_number").max()
    other = pl.when(row == first.over(key)).then(last.over(key)).otherwise(first.over(key)).cast(pl.String)
    several = sheet.rows.filter(pl.col("org_code").n_unique().over(key) > 1)
    return several.select("row_number", "school_year", value=sheet.whose, other=other)


RULE = Rule(
    "E-TWO-PLACES",
    title="Somebody at two schools",
    message="Row {row} ({value}): stands at several schools (also in row {other}). None of these rows was taken.",
    fix="Keep the row of the school that reports the student, and delete the others: there is one row a student.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    only=stands_once,
    reads=lambda report: report.once,
    rank=10,
    quotes=False,
)
