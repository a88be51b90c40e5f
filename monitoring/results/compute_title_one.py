"""Method E: students of a group in Title I schools beside all others elsewhere. Frames in, frames out; nothing is read
or stored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import polars as pl

from monitoring.analysis.breaks import with_own_breaks
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.title_one import (
    FEWEST,
    GROUPS_NAMED,
    MEASURES_NAMED,
    NO_STATUS,
    SCOPE,
    compute_title_one_gaps,
    place_schools,
)

from .compute_audiences import gaps_with_intervals_of_many
from .compute_sources import with_sources
from .compute_sums import SummedState
from .frames import Inputs

_KEY = ["school_year", "org_code", "group_id"]
_BAND = (
    *(*_KEY, "scope", "partition", "share", "position", "cut", "band", "left_out_reason", "enrolled"),
    *("snapshot_id", "row_number"),
)


@dataclass(frozen=True)
class TitleOne:
    """Which side each school is on (`place_schools`), and the snapshots of shares and numbers (`counts`, as
    `with_sources` takes them) by which it is.
    """

    placed: pl.DataFrame
    counts: pl.DataFrame

    @property
    def bands(self) -> pl.DataFrame:
        """With `enrolled`, a school's students on its side."""
        none = {"position": pl.lit(None, pl.Float64), "cut": pl.lit(None, pl.String)}
        return self.placed.with_columns(enrolled="on_side", **none).select(_BAND)

    def of_years(self, years: list[int]) -> TitleOne:
        of_these = pl.col("school_year").is_in(years)
        return TitleOne(self.placed.filter(of_these), self.counts.filter(of_these))


def place_title_one(state: SummedState) -> TitleOne:
    """The schools of the state, for each group that the law names."""
    placed = place_schools(_schools(state)).with_columns(scope=pl.lit(SCOPE), partition=pl.lit("state"))
    return TitleOne(placed, _counts(_on_a_side(placed), state.inputs))


def title_one_gaps(
    state: SummedState,
    divided: TitleOne,
    with_breaks: Callable[[pl.DataFrame], pl.DataFrame] = with_own_breaks,
    measures: Collection[str] | None = None,
) -> pl.DataFrame:
    """The gaps between both sides, with `seen_by`; of some measures, or of all that the law names.

    Districts see no gap of whose sides, or of what is left of all beside them, one rests on fewer than FEWEST of them.
    """
    wanted = _wanted(state)
    wanted = wanted if measures is None else wanted.filter(pl.col("measure_id").is_in(list(measures)))
    gaps = compute_title_one_gaps(state.sums.schools, divided.placed, wanted, with_breaks)
    gaps = with_sources(gaps, state.sums.schools, units=_on_a_side(divided.placed), shares=divided.counts)
    return gaps_with_intervals_of_many(gaps, fewest=FEWEST)


def _on_a_side(placed: pl.DataFrame) -> pl.DataFrame:
    return placed.filter(pl.col("left_out_reason").ne_missing(NO_STATUS))


def _schools(state: SummedState) -> pl.DataFrame:
    """One row per school of the year and group the law names, as `place_schools` takes them."""
    counts = state.inputs.shares.select(*_KEY, of_group="enrolled")
    statuses = state.inputs.organizations.select("org_code", "title1_status")
    named = state.shares.filter(pl.col("group_id").is_in(GROUPS_NAMED))
    return named.join(counts, on=_KEY, how="left").join(statuses, on="org_code", how="left")


def _wanted(state: SummedState) -> pl.DataFrame:
    """Measures that every school is asked for in all years that are compared, others where a school has a row; and
    where a definition of them is in force, ratings, of which there is no row else.
    """
    years = state.shares.select("school_year").unique()["school_year"].to_list()
    in_force = state.inputs.definitions
    rows = [
        (year, measure.id, window, measure.asked or not measure.gap)
        for measure in (MEASURES[name] for name in MEASURES_NAMED)
        for year in years
        if measure.gap or in_force.of(measure.id, year) is not None
        for window in measure.windows
    ]
    schema = {"school_year": pl.Int16, "measure_id": pl.String, "window": pl.String, "asked": pl.Boolean}
    wanted = pl.DataFrame(rows, schema=schema, orient="row")
    key = ["school_year", "measure_id", "window"]
    there = wanted.filter(~pl.col("asked")).join(state.sums.schools, on=key, how="semi")
    return pl.concat([wanted.filter("asked"), there]).drop("asked")


def _counts(placed: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """The files that shares and numbers of students stand in, as `with_sources` takes them."""
    place = ["school_year", "group_id", "scope", "partition"]
    everyone = inputs.shares.filter(pl.col("group_id") == "all").select("school_year", "org_code", "snapshot_id")
    of_all = placed.select(*place, "org_code").join(everyone, on=["school_year", "org_code"])
    return pl.concat([placed.select(*place, "snapshot_id"), of_all.select(*place, "snapshot_id")])
