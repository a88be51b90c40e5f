"""From schools to districts to the state: sums of numerators and denominators, never averages of rates."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.missing import is_incomplete

POOLED, OWN, PEOPLE = "pooled", "own", "people"
_KEY = ("school_year", "org_code", "metric_id")
_GRAIN = ("school_year", "org_code", "measure_id", "window")
_PEOPLE = ("people_known", "people_missing")
_ORIGINS = ("years_used", "sources", "source_rows")


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


def pool(parts: pl.DataFrame, own: pl.DataFrame, *, counts: Sequence[str]) -> pl.DataFrame:
    """Sums of larger organizations from those of their parts, or their own where they sent any.

    `parts`: sums of `compute_sums`, one row per part with org_code that of the whole, sources and source_rows (lists),
    and `counts`, which are summed. Rows are kept where one part alone has a figure. `own`: sums of the whole itself, in
    the same columns without counts. A measure that is compared pools its parts wherever one has people to count, so
    that a page's parts add up to its whole; a measure shown as a value takes the figure published for the whole,
    because its parts are often suppressed. What is computed from persons for the whole is taken as it is: whoever
    works at two schools, or has gone from one to the other, counts once in it; unless too few are known to tell it, and
    figures of its parts were published, which are summed alone then. Out: one row per (school_year, org_code,
    measure_id, window), with basis 'pooled', 'own' or 'people'.
    """
    pooled = _sum_of_parts(_published_alone(parts, own, counts), counts)
    both = pooled.join(own.with_columns(has_own=True), on=_GRAIN, how="full", coalesce=True, suffix="_own")
    compared = pl.col("measure_id").is_in([measure.id for measure in MEASURES.values() if measure.gap])
    is_of_people = (pl.col("people_known_own") + pl.col("people_missing_own") > 0).fill_null(False)
    is_better = pl.when(is_of_people).then(_is_told_of_people()).otherwise(~compared)
    take_own = pl.col("has_own").fill_null(False) & (is_better | pl.col("denominator").is_null())
    basis = pl.when(take_own & is_of_people).then(pl.lit(PEOPLE)).when(take_own).then(pl.lit(OWN))
    columns = ("numerator", "denominator", *_PEOPLE, "reason", *_ORIGINS)
    return both.select(
        *_GRAIN,
        *(pl.when(take_own).then(pl.col(f"{name}_own")).otherwise(pl.col(name)).alias(name) for name in columns),
        basis.otherwise(pl.lit(POOLED)).alias("basis"),
        pl.col(counts).fill_null(0),
    )


def _is_told_of_people() -> pl.Expr:
    """Whether a sum over the people of the whole counts, and not that of its parts."""
    too_few = is_incomplete(*(pl.col(f"{name}_own") for name in _PEOPLE))
    is_published = pl.col("denominator").is_not_null() & (pl.sum_horizontal(_PEOPLE) == 0)
    return pl.col("denominator_own").is_not_null() & ~(too_few & is_published)


def _published_alone(parts: pl.DataFrame, own: pl.DataFrame, counts: Sequence[str]) -> pl.DataFrame:
    """The parts; where too few people of the whole are known and any of its parts was published, those that are
    computed from persons without a figure.
    """
    is_few = pl.col("denominator").is_not_null() & is_incomplete(*map(pl.col, _PEOPLE))
    few = own.filter(is_few.fill_null(False)).select(*_GRAIN, is_few=pl.lit(True))
    if few.is_empty():
        return parts
    of_people = pl.sum_horizontal(_PEOPLE) > 0
    is_published = (pl.col("reason").is_null() & ~of_people).any().over(_GRAIN)
    marked = parts.join(few, on=_GRAIN, how="left", maintain_order="left")
    marked = marked.with_columns(is_left_out=pl.col("is_few").fill_null(False) & is_published & of_people)
    nothing, all_of_it = pl.lit(0), pl.col("known") + pl.col("missing")
    none = {"known": nothing, "missing": all_of_it, "schools_with_figure": nothing}
    told = {name: value for name, value in none.items() if name in counts} | dict.fromkeys(_PEOPLE, nothing)
    told |= {"reason": pl.lit(reasons.TOO_MANY_MISSING), **dict.fromkeys(_ORIGINS, pl.lit(None))}
    return marked.with_columns(
        pl.when("is_left_out").then(value).otherwise(name).cast(parts.schema[name]).alias(name)
        for name, value in told.items()
    ).drop("is_few", "is_left_out")


def _sum_of_parts(parts: pl.DataFrame, counts: Sequence[str]) -> pl.DataFrame:
    """Sums over the parts with a figure; where none has one, the reason that comes first in the catalogue of
    reasons.
    """
    known = pl.col("reason").is_null()
    rank = pl.col("reason").replace_strict({code: rank for rank, code in enumerate(reasons.ORDER)}, default=None)
    sums = parts.group_by(_GRAIN).agg(
        pl.col("numerator", "denominator").filter(known).sum(),
        pl.col(_PEOPLE).sum(),
        known.any().alias("any_known"),
        pl.col("reason").sort_by(rank, nulls_last=True).first().alias("first_reason"),
        pl.col("years_used").explode().drop_nulls().unique().sort(),
        pl.col("sources").explode().drop_nulls().unique().sort().alias("_all_sources"),
        pl.col("sources", "source_rows").filter(known).first(),
        (known.sum() == 1).alias("_is_single"),
        pl.col(counts).sum(),
    )
    return sums.select(
        *_GRAIN,
        pl.when("any_known").then(pl.col("numerator", "denominator")),
        *_PEOPLE,
        pl.when(~pl.col("any_known")).then("first_reason").alias("reason"),
        "years_used",
        pl.when("_is_single").then("sources").otherwise("_all_sources").alias("sources"),
        pl.when("_is_single").then("source_rows").alias("source_rows"),
        *counts,
    )
