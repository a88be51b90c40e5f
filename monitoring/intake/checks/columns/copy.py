"""E-COLUMN-COPY: the figures of another year stand in a column once more."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.column_changes import copies
from monitoring.intake.checks.rule import Rule, Stage, is_judged, year_text
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """An accepted year is not blamed for what the file holds, nor one that it repeats."""
    there = [*sheet.years, *sheet.judgment.accepted]  # not a year that was refused whole
    changes = sheet.judgment.changes.filter(pl.col("older").is_in(there), pl.col("newer").is_in(there))
    found = copies(changes, accepted=sheet.judgment.accepted)
    unclear = pl.when("is_told").then(pl.lit("")).otherwise(pl.lit("; nothing tells in which of the two it belongs"))
    return found.select("column", school_year="year", value=year_text("other"), other=unclear)


RULE = Rule(
    "E-COLUMN-COPY",
    title="Figures of another year",
    message="In {year}, {column} holds for every school exactly what it held in {value}{other}. The column of this "
    "year was refused, not the rest of the file.",
    fix="Take the column from the report of this year, and send the file again.",
    stage=Stage.CELL,
    effect=Effect.COLUMN,
    find=find,
    only=is_judged,
    rank=4,
)
