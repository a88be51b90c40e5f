"""Summative ratings, counted by school year. Not a rule."""

from __future__ import annotations

import polars as pl

from monitoring.intake.layouts.evaluation import NOT_EVALUATED, RATINGS


def rating_counts(rows: pl.DataFrame) -> pl.DataFrame:
    """Grain: school_year: `educators` with a row, those `evaluated`, and how many `different` ratings these have."""
    rated = pl.col("overall").is_in(RATINGS)
    summative = rows.filter(pl.col("rating_type") == "SUMMATIVE", pl.col("overall").is_in((*RATINGS, NOT_EVALUATED)))
    return summative.group_by("school_year").agg(
        educators=pl.len(), evaluated=rated.sum(), different=pl.col("overall").filter(rated).n_unique()
    )


def rating_shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Grain: school_year, overall (all four ratings): `share` in percent of those rated, who are `of`."""
    rated = rows.filter(pl.col("rating_type") == "SUMMATIVE", pl.col("overall").is_in(RATINGS))
    counted = rated.group_by("school_year", "overall").agg(pl.len())
    whole = rated.group_by("school_year").agg(of=pl.len())
    full = whole.join(pl.DataFrame({"overall": RATINGS}), how="cross")
    joined = full.join(counted, on=["school_year", "overall"], how="left").with_columns(pl.col("len").fill_null(0))
    return joined.select("school_year", "overall", "of", share=100 * pl.col("len") / pl.col("of"))
