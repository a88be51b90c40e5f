"""E-METRIC-SHARE: more people counted than there are."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, number_text
from monitoring.intake.layouts.metric_aggregate import MEANS
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    rows = sheet.numbers("numerator", "denominator").join(sheet.rows.select("row_number", "metric_id"), on="row_number")
    wrong = rows.filter(~pl.col("metric_id").is_in(MEANS), pl.col("numerator") > pl.col("denominator"))
    return wrong.select(
        "row_number",
        "school_year",
        column=pl.lit("numerator"),
        value=number_text(pl.col("numerator")),
        other=number_text(pl.col("denominator")),
    )


RULE = Rule(
    "E-METRIC-SHARE",
    title="A numerator larger than its denominator",
    message="Row {row}: {column} is {value}, more than the denominator {other}.",
    fix="Correct the counts; perhaps the two columns were exchanged.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    layout="metric_aggregate",
    reads=("metric_id", "numerator", "denominator"),
    rank=0,
)
