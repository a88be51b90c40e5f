"""E-METRIC-UNKNOWN: a measure that the catalogue does not hold."""

from __future__ import annotations

from difflib import get_close_matches

import polars as pl

from monitoring.analysis.measures import MEASURES
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    unknown = sheet.rows.filter(~pl.col("metric_id").is_in(list(MEASURES)))
    near = {name: _near(name) for name in unknown["metric_id"].drop_nulls().unique()}
    return unknown.select(
        "row_number",
        column=pl.lit("metric_id"),
        value="metric_id",
        other=pl.col("metric_id").replace_strict(near, default=None, return_dtype=pl.String),
    )


def _near(name: str) -> str:
    """The ids that are written most like it, or the first ones, so that their form is seen."""
    return ", ".join(get_close_matches(name.upper(), MEASURES) or list(MEASURES)[:3])


RULE = Rule(
    "E-METRIC-UNKNOWN",
    title="Not a measure of the catalogue",
    message="Row {row}: “{value}” is no measure of the catalogue.",
    fix="Use the id that the page Measures gives, like {other}.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="metric_aggregate",
    reads=("metric_id",),
    rank=8,
)
