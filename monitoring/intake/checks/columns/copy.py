"""E-COLUMN-COPY: the figures of an earlier year stand in a column once more."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.column_changes import copies
from monitoring.intake.checks.rule import Rule, Stage, year_text
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    found = copies(sheet.judgment.changes)
    return found.select("column", school_year="newer", value=year_text("older")).filter(
        pl.col("school_year").is_in(sheet.years)
    )


RULE = Rule(
    "E-COLUMN-COPY",
    title="Figures of an earlier year",
    message="In {year}, {column} holds for every school exactly what it held in {value}. The column of this year was "
    "refused; the rest of the file was kept.",
    fix="Take the column from the report of this year, and send the file again.",
    stage=Stage.CELL,
    effect=Effect.COLUMN,
    find=find,
    rank=4,
)
