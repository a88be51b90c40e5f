"""E-METRIC-RATE: a published rate that the counts do not give."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.across.reachable import unreachable
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.layouts.metric_aggregate import MEANS
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("rate"):
        return nothing()
    means = sheet.rows.filter(pl.col("metric_id").is_in(MEANS)).select("row_number")
    return unreachable(sheet, "rate", "numerator", "denominator").join(means, on="row_number", how="anti")


RULE = Rule(
    "E-METRIC-RATE",
    title="A rate that the counts do not give",
    message="Row {row}: the rate {value} is not what {other} gives.",
    fix="Correct the rate or the counts, or leave the rate out: it is computed from the counts.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    layout="metric_aggregate",
    reads=("metric_id", "rate", "numerator", "denominator"),
    rank=1,
)
