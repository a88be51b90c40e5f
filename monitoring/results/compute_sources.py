"""The snapshots that a gap stands in. Frames in, frames out."""

from __future__ import annotations

import polars as pl

_FIGURES = ["school_year", "measure_id", "window", "scope", "partition"]
_SHARES = ["school_year", "group_id", "scope", "partition"]


def with_sources(gaps: pl.DataFrame, sums: pl.DataFrame, units: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    """Gaps with `sources`: the snapshots of the figures of its units and of the shares by which they are divided, in
    order of their ids.

    `sums`: those that the gaps are of, with sources; `units`: bands, which say what units (org_code) belong to a
    comparison (scope, partition) of a year; `shares`: school_year, group_id, scope, partition, snapshot_id.
    """
    places = units.select("school_year", "org_code", "scope", "partition").unique()
    known = sums.filter(pl.col("reason").is_null()).select("school_year", "org_code", "measure_id", "window", "sources")
    figures = known.explode("sources").join(places, on=["school_year", "org_code"]).rename({"sources": "snapshot_id"})
    sources = [_per(figures, _FIGURES, "_figures"), _per(shares, _SHARES, "_shares")]
    joined = gaps.join(sources[0], on=_FIGURES, how="left").join(sources[1], on=_SHARES, how="left")
    both = pl.concat_list(pl.col("_figures", "_shares").fill_null([]))
    return joined.with_columns(sources=both.list.unique().list.sort()).drop("_figures", "_shares")


def _per(rows: pl.DataFrame, key: list[str], name: str) -> pl.DataFrame:
    distinct = rows.select(*key, "snapshot_id").drop_nulls("snapshot_id").unique()
    return distinct.group_by(key).agg(pl.col("snapshot_id").alias(name))
