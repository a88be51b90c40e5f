"""I-YEAR-BARE: a school year written as a single year, which is read as the year it ends in."""

from __future__ import annotations

import re

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing, year_text
from monitoring.intake.sheet import Effect, Sheet

BARE = r"^\d{4}(\.0)?$"
ENDING = ("year", "fiscal year", "fy", "sy")  # columns of the state's reports that hold ending years by their name


def find(sheet: Sheet) -> pl.DataFrame:
    """The first row of each such year."""
    if not sheet.present("school_year") or sheet.headers["school_year"].strip().lower() in ENDING:
        return nothing()
    if not any(re.search(BARE, text) for text in sheet.different("school_year_text") if text):
        return nothing()
    bare = sheet.rows.filter(pl.col("school_year_text").str.contains(BARE))
    firsts = bare.group_by("school_year_text", maintain_order=True).agg(pl.col("row_number", "school_year").first())
    return firsts.select(
        "row_number",
        "school_year",
        column=pl.lit("school_year"),
        value="school_year_text",
        other=year_text("school_year"),
    )


RULE = Rule(
    "I-YEAR-BARE",
    title="A single year is read as the one a school year ends in",
    message="From row {row} on, “{value}” is read as the school year {other}: the year it ends in.",
    fix="Nothing to do where that is meant. To leave no doubt, write both years, like 2020-21.",
    stage=Stage.ROW,
    effect=Effect.NONE,
    find=find,
    rank=4,
)
