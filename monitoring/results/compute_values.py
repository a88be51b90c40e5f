"""From canonical rows to the values of schools, districts and the state. Frames in, frames out; nothing is read or
stored.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import rate
from monitoring.analysis.measures import ASKED, MEASURES
from monitoring.analysis.missing import is_incomplete
from monitoring.analysis.values import (
    all_successors,
    compute_sums,
    handed_on,
    sums_of_one_year,
    with_enough_years,
)

from .compute_asked import figures_asked
from .compute_made import Made
from .compute_people import annual_of_districts, in_the_state
from .frames import STATE, Inputs
from .pooling import OWN, PEOPLE, POOLED, complete_grid, pool

UNITS = {measure.id: measure.unit for measure in MEASURES.values()}
_GRAIN = ["school_year", "org_code", "measure_id", "window"]
SPARSE = {"school_year": pl.Int16, "measure_id": pl.String}
_COUNTS = ("schools", "schools_with_figure", "known", "missing")


@dataclass(frozen=True)
class Sums:
    """Sums of schools and districts in the columns of `compute_sums`, with sources. Districts also with basis, schools,
    schools_with_figure, known (schools with one, or whose district has one of its own) and missing (schools without
    either that have somebody to count). `sent`: districts without those that are silent.
    """

    schools: pl.DataFrame
    districts: pl.DataFrame
    sent: pl.DataFrame


@dataclass(frozen=True)
class Levels(Sums):
    """The same with the state, and its districts and districts_with_figure. `added`: districts with what they add to
    it.
    """

    added: pl.DataFrame
    state: pl.DataFrame


@dataclass(frozen=True)
class Rows:
    """Annual rows of schools, as `school_rows` gives them, and districts' own."""

    schools: pl.DataFrame
    districts: pl.DataFrame


def school_rows(inputs: Inputs) -> pl.DataFrame:
    """Annual rows of every school, as `compute_sums` takes them, each with its reason where there is no figure."""
    rows = _rows_of(inputs, pl.col("org_type") == "SCHOOL")
    withheld = inputs.withheld.filter(pl.col("kind") == "metric").rename({"name": "metric_id"})
    return complete_grid(rows, figures_asked(inputs), withheld)


def sparse_years(inputs: Inputs, schools: pl.DataFrame) -> pl.DataFrame:
    """Compared measures and years of which more than 20 % of the state's schools have no figure: what is known of them
    is in no sum of several years either. A figure that a district sent of its own stands for its schools where none
    has one. `schools`: as `school_rows` gives them. Out: school_year, measure_id.
    """
    places = inputs.organizations.select("org_code", "district_code")
    known, is_asked = pl.col("reason").is_null(), pl.col("reason") != reasons.ZERO_DENOMINATOR
    by_district = (
        sums_of_one_year(schools.drop("district_code"))
        .join(places, on="org_code")
        .group_by("school_year", "measure_id", "district_code")
        .agg(known=known.sum(), missing=is_asked.fill_null(False).sum())
    )
    of_districts = sums_of_one_year(rows_of_districts(inputs)).filter(known)
    own = of_districts.select("school_year", "measure_id", district_code="org_code", has_own=pl.lit(True))
    joined = by_district.join(own, on=["school_year", "measure_id", "district_code"], how="left")
    stands_for_all = pl.col("has_own").fill_null(False) & (pl.col("known") == 0)
    counts = joined.select(
        "school_year",
        "measure_id",
        known=pl.when(stands_for_all).then("missing").otherwise("known"),
        missing=pl.when(stands_for_all).then(0).otherwise("missing"),
    )
    sums = counts.group_by("school_year", "measure_id").sum()
    return sums.filter(is_incomplete(pl.col("known"), pl.col("missing"))).select("school_year", "measure_id")


def levels_of(
    inputs: Inputs, rows: Rows, sums: tuple[pl.DataFrame, pl.DataFrame], years: list[int], sparse: pl.DataFrame | None
) -> Levels:
    """Sums of `years` for every school, added up to districts and to the state, from those of schools and of districts
    (`sums_of_places`); `sparse`: see `compute_sums`.
    """
    of_schools, sent = sums
    districts = with_silent(sent, inputs)
    added = in_the_state(districts, annual_of_districts(rows.districts, rows.schools), inputs, sparse)
    own = _sourced_sums(_rows_of(inputs, pl.col("org_code") == STATE), years)
    return Levels(of_schools, districts, sent, added, _of_state(added, own))


def sums_of_places(
    inputs: Inputs, rows: Rows, years: list[int], sparse: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Those of schools, and those of districts without the silent ones (`with_silent`)."""
    annual = annual_of_districts(rows.districts, rows.schools)
    of_schools = _sourced_sums(rows.schools, years, successors_of(inputs), sparse)
    return of_schools, pool(_parts(of_schools, inputs), _own_sums(annual, years, sparse), counts=_COUNTS)


def _own_sums(annual: pl.DataFrame, years: list[int], sparse: pl.DataFrame | None) -> pl.DataFrame:
    """Districts' own; a sum of schools that stands in for one year is no figure of the district's own in that year."""
    sums = _sourced_sums(annual.drop("is_sum"), years, sparse=sparse)
    of_schools = annual.filter("is_sum").select("school_year", "org_code", measure_id="metric_id")
    of_one_year = sums.filter(pl.col("window") == "1").join(of_schools, on=of_schools.columns, how="anti")
    return pl.concat([of_one_year, sums.filter(pl.col("window") != "1")])


def _of_state(districts: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Sums over the districts, with how many there are and how many of them have a figure. A figure that a district
    sent of its own, or that is computed for it as a whole, stands for its schools: none of them is missing. One all of
    whose people others add is not asked.
    """
    stands_for_all = pl.col("basis").is_in([OWN, PEOPLE]) & pl.col("reason").is_null()
    adds_nobody = ((pl.col("basis") == PEOPLE) & (pl.col("reason") == reasons.ZERO_DENOMINATOR)).fill_null(False)
    parts = districts.with_columns(
        org_code=pl.lit(STATE),
        districts=(~adds_nobody).cast(pl.Int32),
        districts_with_figure=pl.col("reason").is_null().cast(pl.Int32),
        known=pl.when(stands_for_all).then(pl.col("known") + pl.col("missing")).otherwise("known"),
        missing=pl.when(stands_for_all).then(0).otherwise("missing"),
    )
    return pool(parts, own, counts=(*_COUNTS, "districts", "districts_with_figure"))


def rows_of_districts(inputs: Inputs) -> pl.DataFrame:
    """Districts' own annual rows."""
    return _rows_of(inputs, pl.col("org_type") == "DISTRICT")


def _rows_of(inputs: Inputs, whose: pl.Expr) -> pl.DataFrame:
    kinds = inputs.organizations.select("org_code", "org_type", "district_code")
    return inputs.aggregates.join(kinds, on="org_code", how="inner").filter(whose)


def successors_of(inputs: Inputs) -> pl.DataFrame:
    """The successors of schools within their district: another district's figures are not its to show."""
    schools = inputs.organizations.filter(pl.col("org_type") == "SCHOOL")
    heirs = schools.select(successor="org_code", its_district="district_code")
    return all_successors(schools.join(heirs, on="successor").filter(pl.col("its_district") == pl.col("district_code")))


def _sourced_sums(
    annual: pl.DataFrame,
    years: list[int],
    successors: pl.DataFrame | None = None,
    sparse: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Sums with the snapshots and rows that they stand in."""
    sums = compute_sums(annual, successors, sparse).filter(pl.col("school_year").is_in(years))
    known = sums.filter(pl.col("reason").is_null())
    return sums.join(
        with_rows(known, annual, successors).select(*_GRAIN, "sources", "source_rows"), on=_GRAIN, how="left"
    )


def _parts(schools: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Schools' sums under the code of their district, each counted as one school."""
    districts = inputs.organizations.select("org_code", "district_code")
    return (
        schools.join(districts, on="org_code")
        .drop("org_code")
        .rename({"district_code": "org_code"})
        .with_columns(
            schools=pl.lit(1, pl.Int32),
            schools_with_figure=pl.col("reason").is_null().cast(pl.Int32),
            known=pl.col("reason").is_null().cast(pl.Int32),
            missing=(pl.col("reason") != reasons.ZERO_DENOMINATOR).fill_null(False).cast(pl.Int32),
        )
    )


def with_silent(districts: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """The same with the districts of which there is nothing: one says 'not submitted' for a measure that other
    districts submitted in the year, if it was open.
    """
    there = inputs.expected.filter(pl.col("org_type") == "DISTRICT").select("school_year", "org_code")
    submitted = submitted_in(districts, inputs)
    silent = there.join(submitted, on="school_year").join(districts, on=_GRAIN, how="anti")
    pooled = pl.col("window") == "pooled3"
    rows = silent.select(
        *_GRAIN,
        reason=pl.when(pooled).then(pl.lit(reasons.TOO_FEW_YEARS)).otherwise(pl.lit(reasons.NOT_SUBMITTED)),
        people_known=pl.lit(0, pl.Int64),
        people_missing=pl.lit(0, pl.Int64),
        basis=pl.lit("pooled"),
        schools=pl.lit(0, pl.Int32),
        schools_with_figure=pl.lit(0, pl.Int32),
        known=pl.lit(0, pl.Int32),
        missing=pl.lit(0, pl.Int32),
    )
    return pl.concat([districts, rows], how="diagonal")


def submitted_in(districts: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """What any district has sums of: school_year, measure_id, window. `districts`: their sums without silent ones."""
    here = districts.select("school_year", "measure_id", "window")
    is_of_some = inputs.ground is not None and inputs.measures is None
    return (pl.concat([here, inputs.ground.submitted]) if is_of_some and inputs.ground else here).unique()


def values_of(sums: pl.DataFrame, made: Made) -> pl.DataFrame:
    """Values from sums, other columns kept.

    Out: (school_year, org_code, measure_id, window) with numerator, denominator, rate or reason, years_used, unit,
    definition_hash, break_text.
    """
    values = _with_enough_people(_with_enough_units(with_enough_years(sums)))
    is_of_people = pl.col("people_known") + pl.col("people_missing") > 0
    told = values.with_columns(
        pl.when(is_of_people).then(pl.col("people_known", "people_missing")),
        rate=rate("numerator", "denominator"),
        reason=pl.col("reason").fill_null(""),
        years_used=pl.col("years_used").fill_null([]),
        sources=pl.when(pl.col("reason").is_null()).then("sources").otherwise(pl.lit([], pl.List(pl.String))),
        source_rows=pl.when(pl.col("reason").is_null()).then("source_rows"),
        unit=pl.col("measure_id").replace_strict(UNITS, return_dtype=pl.String),
    )
    return made.of_organizations(told).with_columns(pl.col("break_text").fill_null(""))


def _with_enough_units(values: pl.DataFrame) -> pl.DataFrame:
    """The same rows, those of districts and the state without figures where more than 20 % of their schools have none;
    of the state's measures that not every school is asked for, of its districts.
    """
    if "basis" not in values.columns:
        return values
    too_many = is_incomplete(pl.col("known"), pl.col("missing"))
    if "districts" in values.columns:
        known, of_schools = pl.col("districts_with_figure"), pl.col("measure_id").is_in(ASKED)
        too_many = pl.when(of_schools).then(too_many).otherwise(is_incomplete(known, pl.col("districts") - known))
    hidden = (pl.col("basis") == POOLED) & pl.col("reason").is_null() & too_many
    return values.with_columns(
        pl.when(~hidden).then(pl.col("numerator", "denominator", "years_used")),
        reason=pl.when(hidden).then(pl.lit(reasons.TOO_MANY_MISSING)).otherwise("reason"),
    )


def _with_enough_people(values: pl.DataFrame) -> pl.DataFrame:
    """The same rows, without figures where it is not known of more than 20 % of the people."""
    too_many = pl.col("reason").is_null() & is_incomplete(pl.col("people_known"), pl.col("people_missing"))
    return values.with_columns(
        pl.when(~too_many).then(pl.col("numerator", "denominator", "years_used")),
        reason=pl.when(too_many).then(pl.lit(reasons.TOO_MANY_MISSING)).otherwise("reason"),
    )


def with_place_in_state(values: pl.DataFrame, summed: pl.DataFrame) -> pl.DataFrame:
    """Values of districts with `is_in_state`: whether the district is one of the `districts_with_figure` of the state's
    sum, or only of its `districts`; null where it is neither. `summed`: the districts' sums that the state's is of.
    """
    return values.join(summed.select(*_GRAIN, is_in_state=pl.col("reason").is_null()), on=_GRAIN, how="left")


def with_whole_in_state(values: pl.DataFrame, summed: pl.DataFrame) -> pl.DataFrame:
    """Values of schools with `is_in_state`: whether the state's sum holds this figure; null where there is none.
    `summed`: the schools' sums that the state's is of.
    """
    counts = ("numerator", "denominator")
    its = summed.filter(pl.col("reason").is_null()).select(*_GRAIN, pl.col(counts).name.suffix("_summed"))
    same = pl.all_horizontal(pl.col(name) == pl.col(f"{name}_summed") for name in counts).fill_null(False)
    known = pl.when(pl.col("rate").is_not_null()).then(same)
    compared = values.join(its, on=_GRAIN, how="left").with_columns(is_in_state=known)
    return compared.drop(f"{name}_summed" for name in counts)


def with_rows(values: pl.DataFrame, annual: pl.DataFrame, successors: pl.DataFrame | None = None) -> pl.DataFrame:
    """Add `sources` and `source_rows`: the snapshot and row of each year used, also those of a school whose place it
    took, or of the row that gave the reason.
    """
    read = pl.when(pl.col("years_used").list.len() > 0).then("years_used").otherwise(pl.concat_list("school_year"))
    origin = annual.filter(pl.col("snapshot_id").is_not_null()).select(
        pl.col("school_year").alias("year_read"),
        "org_code",
        pl.col("metric_id").alias("measure_id"),
        "snapshot_id",
        "row_number",
    )
    asked = values.select(*_GRAIN, year_read=read).explode("year_read")
    found = asked.join(origin, on=["year_read", "org_code", "measure_id"])
    if successors is not None:
        found = pl.concat([found, _rows_handed_on(asked, origin, annual, successors).select(found.columns)])
    rows = (
        found.sort(*_GRAIN, "year_read", "row_number")
        .group_by(_GRAIN, maintain_order=True)
        .agg(sources="snapshot_id", source_rows="row_number")
    )
    return values.join(rows, on=_GRAIN, how="left")


def _rows_handed_on(
    asked: pl.DataFrame, origin: pl.DataFrame, annual: pl.DataFrame, successors: pl.DataFrame
) -> pl.DataFrame:
    """The rows of schools that are gone, for the pooled values of those that took their place."""
    pooled = asked.filter(pl.col("window") == "pooled3")
    reads = pooled.select("school_year", "measure_id", "window", "year_read").unique()
    earlier = reads.join(origin, on=["year_read", "measure_id"]).rename({"year_read": "year_used"})
    there = annual.select("school_year", "org_code", measure_id="metric_id")
    heirs = handed_on(earlier, there, successors).rename({"year_used": "year_read"})
    return heirs.join(pooled, on=[*_GRAIN, "year_read"], how="semi")
