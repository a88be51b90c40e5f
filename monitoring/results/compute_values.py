"""From canonical rows to the values of schools, districts and the state. Frames in, frames out; nothing is read or
stored.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import rate
from monitoring.analysis.breaks import break_text
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.values import compute_values

from .frames import SHORT, STATE, Inputs
from .pooling import complete_grid, pool

COMPARED = [measure.id for measure in MEASURES.values() if measure.gap]
_KEY = ("school_year", "org_code", "metric_id")
_COUNTS = ("schools", "schools_with_figure", "snapshots", "basis")


@dataclass(frozen=True)
class Levels:
    """Annual rows of the three levels, in the columns of `compute_values` and more; grain (school_year, org_code,
    metric_id).
    """

    schools: pl.DataFrame
    districts: pl.DataFrame
    state: pl.DataFrame


def annual_levels(inputs: Inputs) -> Levels:
    """Annual figures of every school, pooled to districts and to the state, each with its reason where there is
    none.
    """
    kinds = inputs.organizations.select("org_code", "org_type", "district_code")
    rows = inputs.aggregates.join(kinds, on="org_code", how="inner")
    withheld = inputs.withheld.filter(pl.col("kind") == "metric").rename({"name": "metric_id"})
    schools = complete_grid(rows.filter(pl.col("org_type") == "SCHOOL"), _expected_of_schools(inputs), withheld)
    own = rows.with_columns(snapshots=pl.concat_list("snapshot_id"))
    districts = pool(_parts(schools, "district_code"), _own(own, pl.col("org_type") == "DISTRICT"))
    districts = _fill_silent_districts(districts, inputs)
    parts = districts.with_columns(org_code=pl.lit(STATE))
    state = pool(parts, _own(own, pl.col("org_code") == STATE))
    return Levels(schools, districts, state)


def _expected_of_schools(inputs: Inputs) -> pl.DataFrame:
    """What a complete submission holds: every compared measure for every school that any file of the year names.

    A year from which nobody sent figures to compare is no year of comparison, and nothing is missing from it.
    """
    schools = inputs.organizations.filter(pl.col("org_type") == "SCHOOL").select("org_code", "district_code")
    measures = pl.DataFrame({"metric_id": COMPARED}, schema={"metric_id": pl.String})
    compared = inputs.aggregates.filter(pl.col("metric_id").is_in(COMPARED)).select("school_year").unique()
    return inputs.present.join(compared, on="school_year").join(schools, on="org_code").join(measures, how="cross")


def _parts(schools: pl.DataFrame, whole: str) -> pl.DataFrame:
    has_figure = pl.col("missing_reason").is_null() & pl.col("denominator").is_not_null()
    return schools.select(
        "school_year",
        pl.col(whole).alias("org_code"),
        *("metric_id", "numerator", "denominator", "missing_reason"),
        schools=pl.lit(1, pl.Int32),
        schools_with_figure=has_figure.cast(pl.Int32),
        snapshots=pl.when(has_figure).then(pl.concat_list("snapshot_id")),
    )


def _own(rows: pl.DataFrame, whose: pl.Expr) -> pl.DataFrame:
    return rows.filter(whose).select(*_KEY, "numerator", "denominator", "missing_reason", "snapshots")


def _fill_silent_districts(districts: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """A district says 'not submitted' for a measure that other districts submitted in the year, if it was there in
    the year.
    """
    kinds = inputs.organizations.select("org_code", "district_code")
    there = inputs.present.join(kinds, on="org_code").select("school_year", org_code="district_code").unique()
    there = there.filter(pl.col("org_code") != STATE)
    submitted = districts.select("school_year", "metric_id").unique()
    silent = there.join(submitted, on="school_year").join(districts, on=_KEY, how="anti")
    added = silent.select(
        *_KEY,
        missing_reason=pl.lit(reasons.NOT_SUBMITTED),
        basis=pl.lit("pooled"),
        schools=pl.lit(0, pl.Int32),
        schools_with_figure=pl.lit(0, pl.Int32),
    )
    return pl.concat([districts, added], how="diagonal")


def values_of(annual: pl.DataFrame, years: list[int]) -> pl.DataFrame:
    """Values of `years` in every window, from annual rows that reach back far enough.

    Out: (school_year, org_code, measure_id, window) with numerator, denominator, rate or reason, years_used, unit,
    definition_hash, break_text; sorted by its grain.
    """
    values = compute_values(annual).filter(pl.col("school_year").is_in(years))
    return values.with_columns(rate=rate("numerator", "denominator"), reason=pl.col("reason").fill_null("")).join(
        _definitions(values), on=["measure_id", "school_year", "window"], how="left"
    )


def _definitions(values: pl.DataFrame) -> pl.DataFrame:
    """Per (measure_id, school_year, window): unit, definition_hash, and what keeps it from the year before, if
    anything.
    """
    keys = values.select("measure_id", "school_year", "window").unique()
    rows = [
        (measure, year, window, MEASURES[measure].unit, MEASURES[measure].definition_hash[:SHORT],
         break_text(measure, None, year, window) or "")
        for measure, year, window in keys.iter_rows()
    ]  # fmt: skip
    names = ("measure_id", "school_year", "window", "unit", "definition_hash", "break_text")
    return pl.DataFrame(rows, schema={name: keys.schema.get(name, pl.String) for name in names}, orient="row")


def with_rows(values: pl.DataFrame, annual: pl.DataFrame) -> pl.DataFrame:
    """Add `sources` and `source_rows`: the snapshot and row of each year used, or of the row that gave the reason."""
    grain = ["school_year", "org_code", "measure_id", "window"]
    read = pl.when(pl.col("years_used").list.len() > 0).then("years_used").otherwise(pl.concat_list("school_year"))
    origin = annual.filter(pl.col("snapshot_id").is_not_null()).select(
        pl.col("school_year").alias("year_read"),
        "org_code",
        pl.col("metric_id").alias("measure_id"),
        "snapshot_id",
        "row_number",
    )
    rows = (
        values.select(*grain, year_read=read)
        .explode("year_read")
        .join(origin, on=["year_read", "org_code", "measure_id"])
        .sort(*grain, "year_read")
        .group_by(grain, maintain_order=True)
        .agg(sources="snapshot_id", source_rows="row_number")
    )
    return values.join(rows, on=grain, how="left")


def with_counts(values: pl.DataFrame, annual: pl.DataFrame) -> pl.DataFrame:
    """Add how pooled values came about: basis and number of schools of the year itself, and the snapshots of all
    years used.
    """
    grain = ["school_year", "org_code", "measure_id", "window"]
    known = annual.select(*_KEY, *_COUNTS).rename({"metric_id": "measure_id"})
    snapshots = (
        values.select(*grain, year_read="years_used")
        .explode("year_read")
        .join(
            known.select("org_code", "measure_id", "snapshots", year_read="school_year"),
            on=["year_read", "org_code", "measure_id"],
        )
        .group_by(grain)
        .agg(sources=pl.col("snapshots").explode().drop_nulls().unique().sort())
    )
    return values.join(known.drop("snapshots"), on=["school_year", "org_code", "measure_id"], how="left").join(
        snapshots, on=grain, how="left"
    )
