"""The directory of districts and schools, from all current rows on organizations. Pure: frames in, frame out.

The agency's word stands: what a district says counts for schools of its own that the agency has not named in any file,
and is otherwise kept as it was sent, for the agency to take up or not. Districts and regions are the agency's to name.

It is a function of the current snapshots alone, so the order in which files came does not matter. An organization that
no file names any more is not in it; its row stays under the name it had, without region and successor.
"""

from __future__ import annotations

import polars as pl

from monitoring.intake.organization_rows import ORGANIZATION
from monitoring.intake.reader import Reader
from monitoring.intake.school_level import school_level

ROSTER = (
    "dese_enrollment_grade"  # the report that lists every school of a year: who is not in it has closed, or not opened
)
# Whose word counts first on names and grades; reports not listed come last, in the order of their names.
PRIORITY = (
    "organizations",
    ROSTER,
    "dese_enrollment_race",
    "dese_selected_populations",
    "dese_class_size",
    "dese_teacher_data",
)

# District names tell their kind; the first that fits counts.
KINDS = (
    (r"(?i)charter.*\(district\)|\bcharter\b", "CHARTER"),
    (r"(?i)vocational|\btechnical\b|\bagricultural\b", "VOCATIONAL"),
    (r"(?i)collaborative", "COLLABORATIVE"),
    (r"(?i)empowerment zone|state[- ]run", "ZONE"),
)
TAKEN = (
    "org_name",
    "school_level",
    "grades_served",
    "title1_status",
    "charter",
    "region",
    "successor_org_code",
)
DIRECTORY = Reader(
    "directory",
    "Districts and schools on every page",
    {"organizations": ("org_type", *TAKEN, "open_year", "close_year")},
)


def directory_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """One row an organization, from rows on organizations of several reports and years.

    In: the columns of ORGANIZATION with school_year (null for our own layout), report, is_agency. Out: org_code,
    org_type, kind (of districts), and what is known of it: from the agency's rows where it has any, else from the
    district's; of these from the own layout first, then the latest year and the best report. opened_year and
    closed_year as given; else the first and last year on the roster, of what no roster lists the first and last year in
    which a report names it, where the roster has years before or after.
    """
    if not rows.height:
        return pl.DataFrame(schema={**_out_schema()})
    said = rows.filter("is_agency")
    rows = pl.concat([said, rows.filter(~pl.col("is_agency")).join(said, on="org_code", how="anti")])
    dated = _merged(rows).join(_roster_years(rows), on="org_code", how="left")
    return dated.select(
        "org_code",
        "org_type",
        *TAKEN[:1],
        kind=_kind(pl.col("org_name")),
        level=pl.coalesce("school_level", school_level(pl.col("grades_served"))).fill_null(""),
        grades_served=pl.col("grades_served").fill_null(""),
        title1_status=pl.col("title1_status").fill_null(""),
        charter=(pl.col("charter") == "Y").fill_null(False) | (_parent_is_charter() & (pl.col("org_type") == "SCHOOL")),
        region=pl.col("region"),
        opened_year=pl.coalesce("given_open", "seen_first").cast(pl.Int16),
        closed_year=pl.coalesce("given_close", "seen_last").cast(pl.Int16),
        successor_org_code=pl.col("successor_org_code"),
    ).sort("org_code")


def _merged(rows: pl.DataFrame) -> pl.DataFrame:
    """What the first row by rank says of each organization. Grain: org_code."""
    rank = {report: place for place, report in enumerate(PRIORITY)}
    ranked = rows.with_columns(rank=pl.col("report").replace_strict(rank, default=len(rank), return_dtype=pl.Int32))
    ranked = ranked.sort(pl.col("rank") != 0, -pl.col("school_year").fill_null(9999), "rank", "report", "org_code")
    return ranked.group_by("org_code", maintain_order=True).agg(
        pl.col("org_type").first(),
        *(pl.col(name).drop_nulls().first() for name in TAKEN),
        given_open=pl.col("open_year").drop_nulls().first(),
        given_close=pl.col("close_year").drop_nulls().first(),
    )


def _out_schema() -> dict[str, pl.DataType | type[pl.DataType]]:
    kept = {name: ORGANIZATION[name] for name in ("org_code", "org_type", "org_name")}
    texts = dict.fromkeys(("kind", "level", "grades_served", "title1_status"), pl.String)
    years = {"opened_year": pl.Int16, "closed_year": pl.Int16}
    return {**kept, **texts, "charter": pl.Boolean, "region": pl.String, **years, "successor_org_code": pl.String}


def _roster_years(rows: pl.DataFrame) -> pl.DataFrame:
    """First and last school year on the roster, of what is on none in any report; null at the roster's own ends.
    Grain: org_code.
    """
    reports = rows.filter(pl.col("is_agency"), pl.col("school_year").is_not_null())
    roster, year = reports.filter(pl.col("report") == ROSTER), pl.col("school_year")
    named = pl.concat([roster, reports.join(roster, on="org_code", how="anti")])
    seen = named.group_by("org_code").agg(seen_first=year.min(), seen_last=year.max())
    return seen.join(roster.select(begins=year.min(), ends=year.max()), how="cross").select(
        "org_code",
        seen_first=pl.when(pl.col("seen_first") > pl.col("begins")).then("seen_first"),
        seen_last=pl.when(pl.col("seen_last") < pl.col("ends")).then("seen_last"),
    )


def _kind(name: pl.Expr) -> pl.Expr:
    found = pl.coalesce(*(pl.when(name.str.contains(pattern)).then(pl.lit(kind)) for pattern, kind in KINDS))
    is_district = pl.col("org_type") == "DISTRICT"
    return (
        pl.when(pl.col("org_type") == "STATE").then(pl.lit("STATE")).when(is_district).then(found.fill_null("DISTRICT"))
    )


def _parent_is_charter() -> pl.Expr:
    """Whether the district of the same four digits is a charter district."""
    is_charter = (pl.col("org_type") == "DISTRICT") & pl.col("org_name").str.contains(KINDS[0][0])
    return is_charter.fill_null(False).any().over(pl.col("org_code").str.slice(0, 4))
