"""E-METRIC-DEFINITION: counts in another unit, of another role or definition than the catalogue's measure."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.measures import MEASURES
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet

FIELDS = ("unit", "educator_role", "definition_version")


def find(sheet: Sheet) -> pl.DataFrame:
    """Each of the three is compared; full-time equivalents and people would otherwise be added up."""
    rows = sheet.rows.join(_catalogue(sheet.rows, sheet.past.definitions), on=["metric_id", "school_year"])
    return pl.concat(
        rows.filter(pl.col(name) != pl.col(f"{name} here")).select(
            "row_number", "school_year", column=pl.lit(name), value=name, other=f"{name} here"
        )
        for name in FIELDS
    )


def _catalogue(rows: pl.DataFrame, definitions: InForce) -> pl.DataFrame:
    """What the catalogue has for each measure in each year of the file, in the version that holds then.

    Grain: metric_id, school_year.
    """
    sent = rows.select("metric_id", "school_year").unique().drop_nulls()
    here = [
        (one.id, year, one.unit, one.role, str(definitions.shown(name, year).version))
        for name, year in sent.iter_rows()
        if (one := MEASURES.get(name))
    ]
    here_of = {name: pl.String() for name in (f"{field} here" for field in FIELDS)}
    return pl.DataFrame(here, schema={**sent.schema, **here_of}, orient="row")


RULE = Rule(
    "E-METRIC-DEFINITION",
    title="Not the catalogue's definition",
    message="Row {row}: {column} is “{value}”; the catalogue's measure has “{other}” in this year.",
    fix="Send the counts as the measure's page defines them; counts in another unit cannot be added to these.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="metric_aggregate",
    reads=("metric_id", *FIELDS),
    rank=9,
)
