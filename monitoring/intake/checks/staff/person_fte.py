"""How much one person works at one school, over all rows. Not a rule."""

from __future__ import annotations

import polars as pl

from monitoring.intake.sheet import Sheet

MUCH, MOST = 1.2, 1.5  # full-time equivalents: more than the first asks for a look, more than the second is wrong
PERSON = ("school_year", "collection", "mepid", "org_code")
READS = ("collection", "mepid", "fte")


def person_fte(sheet: Sheet) -> pl.DataFrame:
    """Grain: school_year, collection, person, organization: the first row_number, `whose`, `sum` in ten-thousandths."""
    rows = (
        sheet.numbers("fte")
        .select("row_number", "fte")
        .join(sheet.rows.select("row_number", *PERSON, whose=sheet.whose), on="row_number")
    )
    return (
        rows.group_by(PERSON)
        .agg(pl.col("row_number").min(), pl.col("whose").first(), sum=pl.col("fte").sum())
        .sort("row_number")
    )
