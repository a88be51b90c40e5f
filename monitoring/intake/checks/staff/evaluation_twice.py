"""E-EVALUATION-TWICE: two summative ratings in one year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.layouts.evaluation import REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    person = ["school_year", "mepid"]
    summative = sheet.rows.filter(pl.col("rating_type") == "SUMMATIVE").with_columns(whose=sheet.whose)
    row = pl.col("row_number")
    other = pl.when(row == row.min().over(person)).then(row.max().over(person)).otherwise(row.min().over(person))
    twice = summative.with_columns(other=other.cast(pl.String)).filter(pl.len().over(person) > 1)
    return twice.select("row_number", "school_year", value="whose", other="other")


RULE = Rule(
    "E-EVALUATION-TWICE",
    title="Two summative ratings in one year",
    message="Row {row} ({value}): the person has more than one summative rating in {year} (also in row {other}).",
    fix="Keep the one that stands at the end of the year.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=("mepid", "rating_type"),
    rank=12,
    layout=REPORT.id,
    quotes=False,
)
