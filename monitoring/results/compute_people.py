"""Districts' figures where some years are computed from persons, and what they add to the state's. Frames in, frames
out; nothing is read or stored.
"""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.values import compute_sums

from .frames import Inputs
from .pooling import PEOPLE

_GRAIN = ["school_year", "org_code", "measure_id", "window"]
_FIGURE = ["school_year", "org_code", "metric_id"]
_AMOUNTS = ("numerator", "denominator", "people_known", "people_missing")


def counts_people(rows: pl.DataFrame) -> pl.Expr:
    """Whether an annual row is computed from persons."""
    if "people_known" not in rows.columns:
        return pl.lit(False)
    return pl.col("people_known").is_not_null()


def _is_hidden(rows: pl.DataFrame) -> pl.Expr:
    """Whether there is a figure of persons that is not told: no other takes its place."""
    if "missing_reason" not in rows.columns:
        return pl.lit(False)
    return counts_people(rows) & (pl.col("missing_reason") == reasons.SUPPRESSED).fill_null(False)


def annual_of_districts(own: pl.DataFrame, schools: pl.DataFrame) -> pl.DataFrame:
    """Districts' own annual rows; of a measure that is computed from persons for one of a district's years, in years
    without a figure of its own the sum of its schools, so that a sum over several years holds them all. `is_sum`: those
    rows.

    >>> names = {"school_year": [2024], "metric_id": ["T_TURN"], "numerator": [1], "denominator": [9]}
    >>> of_school = pl.DataFrame({**names, "district_code": ["00010000"]})
    >>> of_school = of_school.with_columns(missing_reason=pl.lit(None, pl.String))
    >>> own = pl.DataFrame({"school_year": 2025, "org_code": "00010000", "metric_id": "T_TURN", "numerator": [2]})
    >>> annual = annual_of_districts(own.with_columns(people_known=5), of_school)
    >>> annual.select("school_year", "numerator", "is_sum").rows()
    [(2025, 2, False), (2024, 1, True)]
    """
    counted = own.filter(counts_people(own)).select("org_code", "metric_id").unique()
    known = schools.filter(pl.col("numerator").is_not_null(), pl.col("missing_reason").is_null())
    settled = own.filter(pl.col("numerator").is_not_null() | _is_hidden(own))
    sums = (
        known.group_by("school_year", pl.col("district_code").alias("org_code"), "metric_id")
        .agg(pl.col("numerator", "denominator").sum())
        .join(counted, on=["org_code", "metric_id"], how="semi")
        .join(settled, on=_FIGURE, how="anti")
        .sort(_FIGURE)
    )
    rest = own.join(sums, on=_FIGURE, how="anti")
    marked = [rest.with_columns(is_sum=pl.lit(False)), sums.with_columns(is_sum=pl.lit(True))]
    return pl.concat(marked, how="diagonal_relaxed")


def in_the_state(
    districts: pl.DataFrame, annual: pl.DataFrame, inputs: Inputs, sparse: pl.DataFrame | None
) -> pl.DataFrame:
    """Sums of districts, those computed from persons with what they add to the state: of somebody whom several
    districts report, one adds the head; one whose people others add, adds nobody. `annual`: as `annual_of_districts`
    gives them.
    """
    if inputs.state_parts is None or annual.filter(counts_people(annual)).is_empty():
        return districts
    key = [*_FIGURE, "snapshot_id"]
    parts = inputs.state_parts.select(*key, *_AMOUNTS, is_part=True)
    both = annual.join(parts, on=key, how="left", suffix="_added")
    is_known = counts_people(annual) & pl.col("numerator").is_not_null()
    amounts = [
        pl.when(is_known).then(pl.col(f"{name}_added").fill_null(0)).otherwise(pl.col(name)).alias(name)
        for name in _AMOUNTS
    ]
    columns = (*_AMOUNTS, "reason", "years_used")
    added = compute_sums(both.with_columns(amounts), None, sparse).select(*_GRAIN, *columns, is_added=True)
    found = districts.join(added, on=_GRAIN, how="left", suffix="_added")
    takes = pl.col("is_added").fill_null(False) & (pl.col("basis") == PEOPLE)
    taken = [pl.when(takes).then(pl.col(f"{name}_added")).otherwise(pl.col(name)).alias(name) for name in columns]
    return found.with_columns(taken).select(districts.columns)
