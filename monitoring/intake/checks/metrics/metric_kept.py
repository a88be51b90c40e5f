"""I-METRIC-KEPT: a measure beside the catalogue's, which checks need and no page shows yet."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.measures import MEASURES
from monitoring.intake.checks.metrics.supersets import SUPERSETS_IDS
from monitoring.intake.checks.rule import Rule, Stage, some_rows
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Told once a measure."""
    kept = sheet.rows.filter(pl.col("metric_id").is_in(SUPERSETS_IDS), ~pl.col("metric_id").is_in(list(MEASURES)))
    return some_rows(kept, "metric_id").select(
        "row_number",
        column=pl.lit("metric_id"),
        value=pl.format("“{}” in {}", "metric_id", "rows"),
        other=pl.lit(", ".join(MEASURES)),
    )


RULE = Rule(
    "I-METRIC-KEPT",
    title="A measure that is kept and not shown yet",
    message="{value} is kept and checked against the measures it is a part of or holds. It is not shown on any page "
    "yet.",
    fix="Nothing to do. The measures that are shown: {other}.",
    stage=Stage.ROW,
    effect=Effect.NONE,
    find=find,
    layout="metric_aggregate",
    reads=("metric_id",),
    rank=10,
)
