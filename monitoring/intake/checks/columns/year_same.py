"""W-YEAR-SAME: a school year of few figures, all of which are another year's."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.column_changes import repeated_years
from monitoring.intake.checks.rule import Rule, Stage, is_judged, year_text
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """What was refused as a copy is not in the sheet any more."""
    found = repeated_years(sheet.judgment.changes, accepted=sheet.judgment.accepted)
    return found.select(school_year="year", value=year_text("other")).filter(pl.col("school_year").is_in(sheet.years))


RULE = Rule(
    "W-YEAR-SAME",
    title="All figures are those of another year",
    message="All figures of {year} are those of {value}.",
    fix="Nothing to do where they truly are, as happens in small schools; otherwise see whether a file of another year "
    "was sent with only its year changed, and send the figures of this year.",
    stage=Stage.COLUMN,
    effect=Effect.NONE,
    find=find,
    only=is_judged,
    rank=2,
)
