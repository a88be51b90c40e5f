"""The sums that results of all levels are made of, and what of them districts have in common. Frames in, frames out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from monitoring.analysis.measures import ASKED

from .affected_years import years_needed
from .chosen_rows import FIGURES
from .compute_bands import school_shares, with_full_time
from .compute_values import (
    SPARSE,
    Levels,
    Rows,
    Sums,
    levels_of,
    rows_of_districts,
    school_rows,
    sparse_years,
    sums_of_places,
    with_silent,
)
from .frames import SHORT, Inputs
from .stale import hash_of

_CELL = ["district_code", "metric_id"]


@dataclass(frozen=True)
class Summed:
    """Annual rows of schools, the sums of schools and districts, and the schools' shares of student groups. `sparse`:
    the years of measures that are in no sum of several years; `inputs`: of which it all is.
    """

    rows: pl.DataFrame
    sums: Sums
    shares: pl.DataFrame
    sparse: pl.DataFrame
    inputs: Inputs

    def of(self, districts: frozenset[str], organizations: pl.DataFrame) -> Summed:
        """The rows and sums of some districts and their schools; shares of all."""
        own = organizations.filter(pl.col("district_code").is_in(list(districts))).select("org_code")
        rows, schools, of_districts = (
            frame.join(own, on="org_code", how="semi", maintain_order="left")
            for frame in (self.rows, self.sums.schools, self.sums.districts)
        )
        return replace(self, rows=rows, sums=replace(self.sums, schools=schools, districts=of_districts))


@dataclass(frozen=True)
class SummedState(Summed):
    """The same with the sums of the state, all of them of the rows that its figures rest on."""

    sums: Levels


def sum_up(inputs: Inputs, years: list[int], known: SummedState | None = None) -> SummedState:
    """Sums of `years` at all levels. What is known of too few schools is in no sum of several years. `known`: sums of
    the same years of an earlier run.
    """
    rows = rows_of(inputs)
    sparse = sparse_years(inputs, rows.schools)
    if known and known.inputs.organizations.equals(inputs.organizations):
        places = _beside(known, inputs, rows, years, sparse)
    else:
        places = sums_of_places(inputs, rows, years, sparse)
    levels = levels_of(inputs, rows, places, years, sparse)
    return SummedState(rows.schools, levels, school_shares(inputs, rows.schools, years), sparse, inputs)


def sum_up_alone(inputs: Inputs, years: list[int]) -> Summed:
    """Sums of `years` of schools and districts alone. What is known of too few schools is in sums of several years,
    too.
    """
    rows, sparse = rows_of(inputs), pl.DataFrame(schema=SPARSE)
    schools, sent = sums_of_places(inputs, rows, years, sparse)
    sums = Sums(schools, with_silent(sent, inputs), sent)
    return Summed(rows.schools, sums, school_shares(inputs, rows.schools, years), sparse, inputs)


def sum_up_beside(known: Summed, inputs: Inputs, years: list[int]) -> Summed:
    """Sums of schools and districts alone by other rows, most of which are those that sums are `known` of. What is
    known of too few schools is in sums of several years, too.
    """
    if inputs is known.inputs and known.sparse.is_empty():
        return Summed(known.rows, known.sums, known.shares, known.sparse, inputs)
    rows, sparse = rows_of(inputs), known.sparse.clear()
    schools, sent = _beside(known, inputs, rows, years, sparse)
    sums = Sums(schools, with_silent(sent, inputs), sent)
    return Summed(rows.schools, sums, school_shares(inputs, rows.schools, years), sparse, inputs)


def rows_of(inputs: Inputs) -> Rows:
    return Rows(school_rows(inputs), rows_of_districts(inputs))


def _beside(
    known: Summed, inputs: Inputs, rows: Rows, years: list[int], sparse: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """As `sums_of_places` gives them: the same measure of the same district has the same sums, and only where its rows
    are others, or where other years are left out, is it summed up anew. Of the same years and organizations.
    """
    others = _others(Rows(known.rows, rows_of_districts(known.inputs)), rows)
    pairs = ((known.sparse, sparse), (sparse, known.sparse))
    differ = pl.concat(one.join(other, on=one.columns, how="anti") for one, other in pairs)
    measures = differ.select(metric_id="measure_id").unique()
    some = Rows(_among(rows.schools, others, measures), _among(rows.districts, others, measures))
    places = inputs.organizations.select("org_code", "district_code")
    before = (
        _besides(one.join(places, on="org_code"), others, measures) for one in (known.sums.schools, known.sums.sent)
    )
    schools, sent = zip(before, sums_of_places(inputs, some, years, sparse), strict=True)
    return pl.concat(schools, how="diagonal"), pl.concat(sent, how="diagonal")


def _among(rows: pl.DataFrame, cells: pl.DataFrame, measures: pl.DataFrame) -> pl.DataFrame:
    """The rows of these cells, and of these measures."""
    rest = rows.join(measures, on="metric_id", how="anti")
    return pl.concat([rows.join(measures, on="metric_id", how="semi"), rest.join(cells, on=_CELL, how="semi")])


def _besides(sums: pl.DataFrame, cells: pl.DataFrame, measures: pl.DataFrame) -> pl.DataFrame:
    """The sums of none of these."""
    rest = sums.join(measures, left_on="measure_id", right_on="metric_id", how="anti")
    return rest.join(cells, left_on=["district_code", "measure_id"], right_on=_CELL, how="anti").drop("district_code")


def _others(before: Rows, now: Rows) -> pl.DataFrame:
    """Grain: district_code, metric_id of which any row is another."""
    was, told = (
        pl.concat([rows.schools, rows.districts], how="diagonal").drop("unit", "org_type") for rows in (before, now)
    )
    columns = sorted({*was.columns, *told.columns})
    both = [pl.concat([rows, pl.DataFrame(schema=was.schema | told.schema)], how="diagonal") for rows in (was, told)]
    pairs = (both, both[::-1])
    differ = (one.join(other, on=columns, how="anti", nulls_equal=True) for one, other in pairs)
    return pl.concat(one.select(_CELL) for one in differ).unique()


def in_common(year: int, inputs: Inputs, summed: Summed) -> str:
    """A hash of all that a district's own results of a school year depend on and that is not its own: of which years
    there is anything, of which anybody is asked for figures, in which FTE is known, what measures districts have sent,
    of what the sums are made, and which years are in no sum of several. Where it is the same, what other districts send
    changes nothing for this one.
    """
    window = pl.col("school_year").is_in(years_needed([year]))
    rows, shares = inputs.aggregates.filter(window), inputs.shares.filter(window)
    sent = summed.sums.districts.filter(pl.col("school_year") == year)
    parts = {
        "present": inputs.present.filter(window).select("school_year"),
        "asked": rows.filter(pl.col("metric_id").is_in(ASKED)).select("school_year"),
        "fte": with_full_time(summed.rows.filter(window)),
        "figures": rows.filter(FIGURES["metric_id"].is_not_null()).select("school_year", "metric_id"),
        "shares": shares.filter(FIGURES["group_id"].is_not_null()).select("school_year", "group_id"),
        "sent": sent.select("measure_id", "window"),
        "sparse": summed.sparse.filter(window),
    }
    told = [(name, sorted(frame.unique().rows())) for name, frame in parts.items()]
    return hash_of([*told, ("sets", bool(inputs.sets))])[:SHORT]
