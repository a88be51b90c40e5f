"""I-ROW-DUPLICATE: rows of a published report that are the same."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rows.repetition import with_key_and_content
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return nothing() if sheet.report.number else repeated(sheet)


def repeated(sheet: Sheet) -> pl.DataFrame:
    """The rows that say what one above them says."""
    if not sheet.repeats_a_key:
        return nothing()
    first = pl.col("row_number").min().over("key")
    again = with_key_and_content(sheet).with_columns(first=first).filter(pl.col("row_number") != pl.col("first"))
    return again.select("row_number", "school_year", value="whose", other=pl.col("first").cast(pl.String))


RULE = Rule(
    "I-ROW-DUPLICATE",
    title="A row stands twice",
    message="Row {row} says the same as row {other} ({value}); one of them was kept.",
    fix="Nothing to do.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=9,
    quotes=False,
)
