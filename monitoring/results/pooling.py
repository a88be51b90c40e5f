"""From schools to districts to the state: sums of numerators and denominators, never averages of rates."""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.measures import MEASURES

POOLED, OWN = "pooled", "own"
_KEY = ("school_year", "org_code", "metric_id")


def complete_grid(aggregates: pl.DataFrame, expected: pl.DataFrame, withheld: pl.DataFrame) -> pl.DataFrame:
    """Add a row, with the reason, for every expected figure that no file gives.

    `aggregates`: one row per (school_year, org_code, metric_id), with district_code. `expected`: (school_year,
    org_code, metric_id, district_code) that a complete submission would hold. `withheld`: (school_year, metric_id,
    district_code) whose column awaits a decision. Out: the union; the rows that were added have null amounts and
    missing_reason 'withheld' or 'not_submitted'.
    """
    waiting = withheld.select("school_year", "metric_id", "district_code").unique().with_columns(is_withheld=True)
    missing = expected.join(aggregates, on=_KEY, how="anti").join(
        waiting, on=["school_year", "metric_id", "district_code"], how="left"
    )
    reason = pl.when("is_withheld").then(pl.lit(reasons.WITHHELD)).otherwise(pl.lit(reasons.NOT_SUBMITTED))
    return pl.concat([aggregates, missing.select(*_KEY, "district_code", missing_reason=reason)], how="diagonal")


def pool(parts: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Figures of larger organizations from those of their parts, or their own where they sent any.

    `parts`: one row per part: school_year, org_code (of the whole), metric_id, numerator, denominator,
    missing_reason, schools, schools_with_figure, snapshots (list). `own`: figures submitted for the whole itself, in
    the same columns without counts. A measure that is compared pools its parts wherever one has people to count, so
    that a page's parts add up to its whole; a measure shown as a value takes the figure published for the whole,
    because its parts are often suppressed. Out: one row per (school_year, org_code, metric_id), with basis 'pooled'
    or 'own'.
    """
    pooled = _sum_of_parts(parts)
    both = pooled.join(own.with_columns(has_own=True), on=_KEY, how="full", coalesce=True, suffix="_own")
    compared = pl.col("metric_id").is_in([measure.id for measure in MEASURES.values() if measure.gap])
    pooled_has = (pl.col("denominator") > 0).fill_null(False)
    take_own = pl.col("has_own").fill_null(False) & (~compared | ~pooled_has)
    columns = ("numerator", "denominator", "missing_reason", "snapshots")
    return both.select(
        *_KEY,
        *(pl.when(take_own).then(pl.col(f"{name}_own")).otherwise(pl.col(name)).alias(name) for name in columns),
        pl.when(take_own).then(pl.lit(OWN)).otherwise(pl.lit(POOLED)).alias("basis"),
        pl.col("schools", "schools_with_figure").fill_null(0),
    )


def _sum_of_parts(parts: pl.DataFrame) -> pl.DataFrame:
    """Sums over the parts with a figure; where none has one, the reason that comes first in the catalogue of
    reasons.
    """
    known = pl.col("missing_reason").is_null() & pl.col("denominator").is_not_null()
    order = {reason: rank for rank, reason in enumerate(reasons.ORDER)}
    rank = pl.col("missing_reason").replace_strict(order, default=len(order), return_dtype=pl.Int8)
    sums = parts.group_by(_KEY).agg(
        pl.col("numerator", "denominator").filter(known).sum(),
        known.any().alias("any_known"),
        pl.col("missing_reason").sort_by(rank, "missing_reason").first().alias("first_reason"),
        pl.col("schools", "schools_with_figure").sum(),
        pl.col("snapshots").explode().drop_nulls().unique().sort(),
    )
    return sums.select(
        *_KEY,
        pl.when("any_known").then(pl.col("numerator", "denominator")),
        pl.when(~pl.col("any_known")).then("first_reason").alias("missing_reason"),
        "schools",
        "schools_with_figure",
        "snapshots",
    )
