"""E-METRIC-UNKNOWN: a measure that the catalogue does not hold."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.measures import MEASURES
from monitoring.intake.checks.metrics.supersets import SUPERSETS_IDS
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    known = [*MEASURES, *SUPERSETS_IDS]
    return sheet.rows.filter(~pl.col("metric_id").is_in(known)).select(
        "row_number", column=pl.lit("metric_id"), value="metric_id", other=pl.lit(", ".join(MEASURES))
    )


RULE = Rule(
    "E-METRIC-UNKNOWN",
    title="Not a measure of the catalogue",
    message="Row {row}: “{value}” is no measure of the catalogue.",
    fix="Use one of: {other}.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="metric_aggregate",
    reads=("metric_id",),
    rank=8,
)
