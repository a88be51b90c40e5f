"""The districts and schools a report names: codes, names, the grades it counts. Pure.

A school is called `District - School` in one report and `District-School` in another; both come apart here.
"""

from __future__ import annotations

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.intake.sheet import Sheet

ORGANIZATION: dict[str, pl.DataType | type[pl.DataType]] = {
    "org_code": pl.String,
    "org_name": pl.String,
    "org_type": pl.String,
    "parent_org_code": pl.String,
    "school_level": pl.String,
    "grades_served": pl.String,
    "title1_status": pl.String,
    "charter": pl.String,
    "region": pl.String,
    "open_year": pl.Int16,
    "close_year": pl.Int16,
    "successor_org_code": pl.String,
    "locale": pl.String,
    "row_number": pl.UInt32,
}
SPACED = r"^(.+?) - (.+)$"
CHARTER_END = r"^(.+?\(District\))\s?-\s?(.+)$"
MOST_HYPHENS = 6  # pieces of a name that are tried as the district's


def organization_rows(sheet: Sheet) -> pl.DataFrame:
    """Grain: school_year, org_code; schools with their districts. Empty where the report names nobody."""
    schema = {"school_year": pl.Int16, **ORGANIZATION}
    if not sheet.present("org_name") or not sheet.rows.height:
        return pl.DataFrame(schema=schema)
    rows = pl.concat(_named(sheet), how="diagonal").with_columns(
        parent_org_code=pl.when(pl.col("org_type") == "SCHOOL")
        .then(pl.col("org_code").str.slice(0, 4) + "0000")
        .otherwise(pl.lit(STATE_CODE))
    )
    shaped = rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )
    return shaped.unique(["school_year", "org_code"], keep="first", maintain_order=True).sort("school_year", "org_code")


def _named(sheet: Sheet) -> list[pl.DataFrame]:
    """The districts that rows are of, the districts of the schools that rows are of, and these schools."""
    is_district = pl.col("org_code").str.ends_with("0000")
    named = sheet.rows.filter(pl.col("org_code") != STATE_CODE)  # whose row is of totals
    named = named.select("school_year", "org_code", "row_number", name="org_name").drop_nulls("name")
    districts = named.filter(is_district)
    schools = _split_names(named.filter(~is_district)).join(_grades(sheet), on="row_number", how="left")
    return [
        districts.select("school_year", "org_code", "row_number", org_name="name", org_type=pl.lit("DISTRICT")),
        _parents(schools),
        schools.select(
            "school_year", "org_code", "row_number", "grades_served", org_name="school", org_type=pl.lit("SCHOOL")
        ),
    ]


def _parents(schools: pl.DataFrame) -> pl.DataFrame:
    """The districts of the schools. Grain: school_year, org_code."""
    named = schools.filter(pl.col("district").is_not_null()).with_columns(
        org_code=pl.col("org_code").str.slice(0, 4) + "0000"
    )
    firsts = named.sort("row_number").group_by("school_year", "org_code", maintain_order=True)
    return firsts.agg(pl.col("row_number").first(), pl.col("district").first().alias("org_name")).with_columns(
        org_type=pl.lit("DISTRICT")
    )


def _split_names(schools: pl.DataFrame) -> pl.DataFrame:
    """Adds `district` and `school`. Without blanks around the hyphen, a district's name is what all its schools' names
    begin with.
    """
    name = pl.col("name")
    is_spaced = name.str.contains(SPACED).mean() > 0.5
    known = pl.coalesce(name.str.extract(CHARTER_END, 1), pl.when(is_spaced).then(name.str.extract(SPACED, 1)))
    group: list[str | pl.Expr] = ["school_year", pl.col("org_code").str.slice(0, 4)]
    split = schools.with_columns(district=pl.coalesce(known, _shared_beginning(name, group)))
    rest = name.str.strip_prefix(pl.col("district")).str.replace(r"^\s?-\s?", "")
    return split.with_columns(school=pl.when(rest.str.len_chars() > 0).then(rest).otherwise(name))


def _shared_beginning(name: pl.Expr, group: list[str | pl.Expr]) -> pl.Expr:
    """The hyphenated pieces that begin every name of a district: as many as are said again after them, else the most.

    `Dover-Sherborn-Dover-Sherborn Regional High` is of Dover-Sherborn, `Northboro-Southboro-Algonquin Regional High` of
    Northboro-Southboro.
    """
    shared, repeated = [], []
    for pieces in range(1, MOST_HYPHENS + 1):
        beginning = name.str.extract(rf"^((?:[^-]*-){{{pieces}}})", 1).str.strip_suffix("-")
        rest = name.str.strip_prefix(beginning).str.strip_prefix("-")
        is_shared = (beginning.n_unique().over(group) == 1) & beginning.is_not_null()
        again = rest.str.starts_with(name.str.extract(r"^([^-]+)-", 1)).any().over(group)
        shared.append(pl.when(is_shared).then(beginning))
        repeated.append(pl.when(is_shared & again).then(beginning))
    return pl.coalesce(*repeated, *reversed(shared))


def _grades(sheet: Sheet) -> pl.DataFrame:
    """`grades_served`, such as PK,K,01: the grades with students. Grain: row_number."""
    columns = [name for name in sheet.report.grades if sheet.present(name)]
    if not columns:
        return pl.DataFrame(schema={"row_number": pl.UInt32, "grades_served": pl.String})
    served = [pl.when(pl.col(name) > 0).then(pl.lit(name.removeprefix("grade_"))) for name in columns]
    numbers = sheet.numbers(*columns).select(
        "row_number", grades_served=pl.concat_str(served, separator=",", ignore_nulls=True)
    )
    return numbers.with_columns(pl.col("grades_served").replace("", None))
