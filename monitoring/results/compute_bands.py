"""From student shares to bands of schools and districts. Frames in, frames out; nothing is read or stored."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.bands import compute_bands
from monitoring.analysis.cuts import STATEWIDE, WITHIN_DISTRICT, WITHIN_LEVEL, Scope
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES

from .compute_asked import asked_schools
from .compute_people import counts_people
from .frames import Inputs

FTE = "FTE"
WITHIN_STATE = (STATEWIDE, WITHIN_LEVEL)
_KEY = ("school_year", "org_code", "group_id")


def school_shares(inputs: Inputs, school_rows: pl.DataFrame, years: list[int]) -> pl.DataFrame:
    """One row per school of the year and group, with all that decides whether it takes part.

    `school_rows`: annual rows of schools (school_year, org_code, metric_id, denominator, unit …). Out: school_year,
    group_id, org_code, share, enrolled (all students), fte (ten-thousandths), missing_reason, snapshot_id,
    row_number, level, district_code.
    """
    if inputs.ground is not None:
        return inputs.ground.shares
    schools = inputs.organizations.filter(pl.col("org_type") == "SCHOOL").select("org_code", "level", "district_code")
    groups = pl.DataFrame({"group_id": list(GROUPS)}, schema={"group_id": pl.String})
    there = asked_schools(inputs).filter(pl.col("school_year").is_in(years)).drop("district_code")
    there = there.join(_years_of_shares(inputs), on="school_year")
    everyone = inputs.shares.filter(pl.col("group_id") == "all").select("school_year", "org_code", "enrolled")
    return (
        there.join(schools, on="org_code")
        .join(groups, how="cross")
        .join(inputs.shares.drop("enrolled"), on=_KEY, how="left")
        .join(everyone, on=["school_year", "org_code"], how="left")
        .join(teachers(school_rows), on=["school_year", "org_code"], how="left")
        .join(_withheld(inputs), on=["school_year", "group_id", "district_code"], how="left")
        .with_columns(
            missing_reason=pl.when(pl.col("share").is_null() & pl.col("is_withheld")).then(pl.lit(reasons.WITHHELD))
        )
        .drop("is_withheld")
    )


def _years_of_shares(inputs: Inputs) -> pl.DataFrame:
    """A year without any student shares, awaited ones included, is no year of comparison and has no bands."""
    known = inputs.shares.filter(pl.col("group_id").is_in(list(GROUPS)))
    return pl.concat([known.select("school_year"), _withheld(inputs).select("school_year")]).unique()


def _withheld(inputs: Inputs) -> pl.DataFrame:
    waiting = inputs.withheld.filter(pl.col("kind") == "group").rename({"name": "group_id"}).drop("kind")
    return waiting.unique().with_columns(is_withheld=True)


def teachers(school_rows: pl.DataFrame) -> pl.DataFrame:
    """Teachers of a school in a year: the FTE that its shares rest on; in a year where nobody gave FTE, the heads.

    Out: school_year, org_code, fte (Int64 ten-thousandths).

    >>> rows = {"school_year": [2021] * 2, "org_code": ["a"] * 2, "metric_id": ["T_EXP_LT3", "T_TURN"]}
    >>> teachers(pl.DataFrame({**rows, "denominator": [393_000, 410_000]}))["fte"].to_list()
    [393000]
    >>> teachers(pl.DataFrame({**rows, "denominator": [0, 410_000], "people_known": [0, 41]}))["fte"].to_list()
    [410000]
    """
    counted = _counted(school_rows)
    by_unit = counted.group_by("school_year", "org_code").agg(
        full=pl.col("denominator").filter(pl.col("unit") == FTE).max(),
        heads=pl.col("denominator").filter(pl.col("unit") == "HEADCOUNT").max(),
    )
    has_fte = pl.col("full").is_not_null().any().over("school_year")
    return by_unit.select("school_year", "org_code", fte=pl.when(has_fte).then("full").otherwise("heads"))


def with_full_time(school_rows: pl.DataFrame) -> pl.DataFrame:
    """The school years in which FTE of teachers are known of any school."""
    return _counted(school_rows).filter(pl.col("unit") == FTE).select("school_year").unique()


def _counted(school_rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of measures of teachers that are compared, with the measure's `unit`. Where all teachers of a school are
    exempt from a measure, or none is known, it counts nobody, and that says nothing of how many there are.
    """
    is_told = pl.col("denominator").is_not_null() & ~(counts_people(school_rows) & (pl.col("denominator") == 0))
    roles = {measure.id: measure.unit for measure in MEASURES.values() if measure.role == "TEACHER" and measure.gap}
    return school_rows.filter(is_told).with_columns(
        unit=pl.col("metric_id").replace_strict(roles, default=None, return_dtype=pl.String)
    )


def school_bands(shares: pl.DataFrame, scopes: Sequence[Scope]) -> pl.DataFrame:
    """Bands in each of `scopes`: the whole state, schools of one level, schools of one district."""
    parts = {
        STATEWIDE: shares.with_columns(partition=pl.lit("state")),
        WITHIN_LEVEL: shares.filter(pl.col("level") != "").with_columns(partition="level"),
        WITHIN_DISTRICT: shares.with_columns(partition="district_code"),
    }
    bands = pl.concat([compute_bands(parts[scope], scope=scope) for scope in scopes])
    keep = shares.select(*_KEY, "enrolled", "snapshot_id", "row_number")
    return bands.join(keep, on=_KEY, how="left")
