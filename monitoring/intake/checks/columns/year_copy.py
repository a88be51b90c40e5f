"""E-YEAR-COPY: a school year holds the figures of another year once more."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.column_changes import copied_years
from monitoring.intake.checks.rule import Rule, Stage, is_judged, year_text
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Where most columns are copies, the few that differ are no sounder. An accepted year is not blamed."""
    found = copied_years(sheet.judgment.changes, accepted=sheet.judgment.accepted)
    unclear = pl.when("is_told").then(pl.lit("")).otherwise(pl.lit("; nothing tells to which of the two they belong"))
    counts = pl.format("{} of {} columns hold the same for every organization{}", "same", "of", unclear)
    agencys = sheet.past.agencys - set(sheet.years)
    sent = pl.when(pl.col("other").is_in(agencys)).then(pl.lit(", as the state agency has sent them"))
    return found.select(school_year="year", value=year_text("other") + sent.otherwise(pl.lit("")), other=counts)


RULE = Rule(
    "E-YEAR-COPY",
    title="The figures are those of another year",
    message="The figures of {year} are those of {value}: {other}. Nothing of {year} was taken.",
    fix="See whether a file of another year was sent with only its year changed, and send the figures of this year. "
    "If it is the other year that is wrong, put that one right first, then send this file again; where the state "
    "agency sent that year, send your own figures of it together with these, and tell the agency.",
    stage=Stage.CELL,
    effect=Effect.YEAR,
    find=find,
    only=is_judged,
    rank=1,
)
