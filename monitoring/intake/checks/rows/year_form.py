"""E-YEAR-FORM: a school year that cannot be read."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not (sheet.present("school_year") and sheet.has_blanks("school_year")):
        return nothing()
    return sheet.rows.filter(pl.col("school_year").is_null()).select(
        "row_number", column=pl.lit("school_year"), value=pl.col("school_year_text").fill_null("blank")
    )


RULE = Rule(
    "E-YEAR-FORM",
    title="Not a school year",
    message="Row {row}: “{value}” is not a school year.",
    fix="Write it like 2020-21.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=2,
)
