"""E-ROW-CONFLICT: two rows for one organization and year that differ."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rows.repetition import with_key_and_content
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.repeats_a_key:
        return nothing()
    keyed = with_key_and_content(sheet)
    differing = pl.col("content").n_unique().over("key") > 1
    row, first, last = pl.col("row_number"), pl.col("row_number").min(), pl.col("row_number").max()
    other = pl.when(row == first.over("key")).then(last.over("key")).otherwise(first.over("key")).cast(pl.String)
    return keyed.filter(differing).select("row_number", "school_year", value="whose", other=other)


RULE = Rule(
    "E-ROW-CONFLICT",
    title="Rows that contradict each other",
    message="Row {row}: {value} stands more than once with the same key, and the rows differ (also in "
    "row {other}). None of these rows was taken.",
    fix="Keep the row that is right and delete the others.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=8,
    quotes=False,
)
