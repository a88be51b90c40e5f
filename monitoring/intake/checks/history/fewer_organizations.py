"""W-YEAR-FEWER: far fewer organizations than in the year before."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing, year_text
from monitoring.intake.sheet import Effect, Sheet

FEWEST = 20  # organizations the year before
SHARE = 0.8  # of them that must be there again


def find(sheet: Sheet) -> pl.DataFrame:
    """Of the organizations of the year before, in this file or on record, those that are there again."""
    if len(sheet.years) + len(sheet.past.all_blocks) < 2:
        return nothing()
    now = sheet.rows.select("school_year", "org_code").drop_nulls().unique()
    recorded = [
        block.select(school_year=pl.lit(year, pl.Int16), org_code="org_code")
        for year, block in sheet.past.all_blocks.items()
    ]
    before = pl.concat([now, *recorded]).unique().with_columns(pl.col("school_year") + 1)
    again = before.join(now.with_columns(here=pl.lit(1)), on=["school_year", "org_code"], how="left")
    years = again.group_by("school_year").agg(before=pl.len(), here=pl.col("here").count())
    few = years.filter(pl.col("before") >= FEWEST, pl.col("here") > 0, pl.col("here") < SHARE * pl.col("before"))
    return few.select(
        "school_year",
        value=pl.format("{} of {}", "here", "before"),
        other=year_text(pl.col("school_year") - 1),
    )


RULE = Rule(
    "W-YEAR-FEWER",
    title="Organizations of the year before are missing",
    message="In {year} only {value} organizations of {other} are there again.",
    fix="See whether the file was cut off or filtered; if so, send the whole file.",
    stage=Stage.HISTORY,
    effect=Effect.NONE,
    find=find,
    rank=1,
    quotes=False,
)
