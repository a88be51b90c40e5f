"""By which definitions figures were made, and where a trend breaks by that. Frames in, frames out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from monitoring.analysis.breaks import break_text
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.measure import Break
from monitoring.analysis.values import POOLED_YEARS

from .chosen_rows import FIGURES
from .frames import SHORT, Inputs, Schema

EVERYWHERE = ""  # the place of what is of the whole state
_BACK = tuple(f"version_{back}" for back in range(POOLED_YEARS))
_KEY = ["school_year", "measure_id", "place"]
VERSIONS: Schema = {"school_year": pl.Int16, "measure_id": pl.String, "place": pl.String, "version": pl.Int16}


@dataclass(frozen=True)
class Made:
    """`versions` in VERSIONS: of the definition by which a measure's figures of a year and place were made; a place is
    a district with its schools, or the whole state. `places`: org_code and place of each organization.
    """

    definitions: InForce
    versions: pl.DataFrame
    places: pl.DataFrame

    def of_organizations(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of school_year, org_code, measure_id and window with definition_hash and break_text."""
        placed = rows.join(self.places, on="org_code", how="left", maintain_order="left")
        return self._told(placed.with_columns(pl.col("place").fill_null(EVERYWHERE))).drop("place")

    def of_everywhere(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same of rows that are of the whole state."""
        return self._told(rows.with_columns(place=pl.lit(EVERYWHERE))).drop("place")

    def of_partitions(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same of rows whose `partition` is a district."""
        return self._told(rows.with_columns(place=pl.col("partition"))).drop("place")

    def _told(self, rows: pl.DataFrame) -> pl.DataFrame:
        known = rows.select(_KEY).unique()
        for back, name in enumerate(_BACK):
            year = pl.col("school_year") + back
            then = self.versions.select(year, *_KEY[1:], pl.col("version").alias(name))
            known = known.join(then, on=_KEY, how="left")
        grouped = [name for name in ("group_id",) if name in rows.columns]
        key = ["measure_id", "school_year", "window", *grouped, *_BACK]
        placed = rows.join(known, on=_KEY, how="left", maintain_order="left")
        told = self._texts(placed.select(key).unique(), grouped=bool(grouped))
        return placed.join(told, on=key, how="left", nulls_equal=True, maintain_order="left").drop(_BACK)

    def _texts(self, keys: pl.DataFrame, *, grouped: bool) -> pl.DataFrame:
        @cache
        def made(measure: str, year: int, versions: Sequence[int | None]) -> tuple[str, tuple[Break, ...]]:
            (now, *_) = self.definitions.made(measure, year, versions[:1])
            before_them = None  # the year before a window is not among what a run reads
            return now.definition_hash[:SHORT], self.definitions.breaks(measure, year, (*versions, before_them))

        hashes, texts = [], []
        for measure, year, window, *rest in keys.iter_rows():
            named, breaks = made(measure, year, tuple(rest[-len(_BACK) :]))
            hashes.append(named)
            texts.append(break_text(measure, rest[0] if grouped else None, year, window, {measure: breaks}))
        told: dict[str, list[Any]] = {"definition_hash": hashes, "break_text": texts}
        return keys.with_columns(pl.Series(name, said, dtype=pl.String) for name, said in told.items())


def made_by_districts(inputs: Inputs) -> Made:
    """Of what organizations see of their own: each district by itself."""
    places = inputs.organizations.select("org_code", place="district_code")
    return Made(inputs.definitions, _versions(inputs, pl.col("district_code")), places)


def made_in_state(inputs: Inputs) -> Made:
    """Of what the state's figures rest on, which are made by one definition everywhere."""
    places = inputs.organizations.select("org_code", place=pl.lit(EVERYWHERE))
    return Made(inputs.definitions, _versions(inputs, pl.lit(EVERYWHERE)), places)


def _versions(inputs: Inputs, place: pl.Expr) -> pl.DataFrame:
    rows = inputs.aggregates
    if "version" not in rows.columns:
        return pl.DataFrame(schema=VERSIONS)
    known = rows.filter(FIGURES["metric_id"].is_not_null(), pl.col("version").is_not_null())
    placed = known.join(inputs.organizations.select("org_code", "district_code"), on="org_code")
    named = placed.select("school_year", measure_id="metric_id", place=place, version="version")
    return named.unique(_KEY, keep="any").select(pl.col(name).cast(dtype) for name, dtype in VERSIONS.items())
