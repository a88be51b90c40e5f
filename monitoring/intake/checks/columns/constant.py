"""E-COLUMN-CONSTANT: one and the same figure for every school, where schools differ in other years."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.column_changes import constants
from monitoring.intake.checks.rule import Rule, Stage, is_judged
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return (
        constants(sheet.judgment.changes)
        .select("column", school_year="year")
        .filter(pl.col("school_year").is_in(sheet.years))
    )


RULE = Rule(
    "E-COLUMN-CONSTANT",
    title="One figure for every school",
    message="In {year}, {column} is the same for every school, though schools differ in other years. The column of "
    "this year was refused, not the rest of the file.",
    fix="See whether the column was filled in before the figures were known, and send it again with the true ones.",
    stage=Stage.CELL,
    effect=Effect.COLUMN,
    find=find,
    only=is_judged,
    rank=5,
)
