"""E-METRIC-SUPERSET: a measure that counts more people than the one that contains it."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.metrics.supersets import SUPERSETS
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Compared within a school year, organization and unit, where both measures are given."""
    key = ["school_year", "org_code", "unit"]
    rows = sheet.numbers("numerator").join(sheet.rows.select("row_number", "metric_id", "unit"), on="row_number")
    pairs = pl.DataFrame(SUPERSETS, schema={"metric_id": pl.String, "containing": pl.String}, orient="row")
    larger = rows.select(*key, containing="metric_id", limit="numerator")
    wrong = (
        rows.join(pairs, on="metric_id")
        .join(larger, on=[*key, "containing"])
        .filter(pl.col("numerator") > pl.col("limit"))
    )
    return wrong.select("row_number", "school_year", column=pl.lit("numerator"), value="metric_id", other="containing")


RULE = Rule(
    "E-METRIC-SUPERSET",
    title="A measure larger than the one that contains it",
    message="Row {row}: {value} counts more people than {other}, of which it is a part.",
    fix="Correct the counts of the two measures.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    layout="metric_aggregate",
    reads=("metric_id", "unit", "numerator"),
    rank=2,
)
