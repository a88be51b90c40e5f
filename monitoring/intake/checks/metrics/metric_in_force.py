"""E-METRIC-IN-FORCE: a district's counts of a measure of which no definition is in force in their year."""

from __future__ import annotations

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.analysis.measures import MEASURES
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """What the agency sends is what it has published."""
    rows = sheet.rows.drop_nulls(["metric_id", "school_year"]).filter(pl.col("metric_id").is_in(list(MEASURES)))
    if sheet.owner in (None, STATE_CODE):
        rows = rows.clear()
    sent = rows.select("metric_id", "school_year").unique()
    definitions = sheet.past.definitions
    none = pl.Series([definitions.of(*one) is None for one in sent.iter_rows()], dtype=pl.Boolean)
    found = rows.join(sent.filter(none), on=["metric_id", "school_year"], how="semi", maintain_order="left")
    return found.select("row_number", "school_year", column=pl.lit("metric_id"), value="metric_id")


RULE = Rule(
    "E-METRIC-IN-FORCE",
    title="No definition is in force",
    message="Row {row}: no definition of “{value}” is in force in this school year.",
    fix="Leave these rows out. The measure's page says in what state its definition is; counts are taken when one is in"
    " force.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="metric_aggregate",
    reads=("metric_id",),
    rank=10,
)
