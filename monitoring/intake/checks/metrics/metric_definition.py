"""E-METRIC-DEFINITION: counts in another unit, of another role or definition than the catalogue's measure."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.measures import MEASURES
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet

FIELDS = ("unit", "educator_role", "definition_version")


def find(sheet: Sheet) -> pl.DataFrame:
    """Each of the three is compared; full-time equivalents and people would otherwise be added up."""
    catalogue = pl.DataFrame(
        [(measure.id, measure.unit, measure.role, str(measure.version)) for measure in MEASURES.values()],
        schema=["metric_id", *(f"{name} here" for name in FIELDS)],
        orient="row",
    )
    rows = sheet.rows.join(catalogue, on="metric_id")
    return pl.concat(
        rows.filter(pl.col(name) != pl.col(f"{name} here")).select(
            "row_number", "school_year", column=pl.lit(name), value=name, other=f"{name} here"
        )
        for name in FIELDS
    )


RULE = Rule(
    "E-METRIC-DEFINITION",
    title="Not the catalogue's definition",
    message="Row {row}: {column} is “{value}”; the catalogue's measure has “{other}”.",
    fix="Send the counts as the measure's page defines them; counts in another unit cannot be added to these.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="metric_aggregate",
    reads=("metric_id", *FIELDS),
    rank=9,
)
