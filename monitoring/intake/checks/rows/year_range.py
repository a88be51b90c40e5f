"""E-YEAR-RANGE: a school year that has not begun, or lies before the first one that is kept."""

from __future__ import annotations

import polars as pl

from districts.school_year import FIRST
from monitoring.intake.checks.rule import Rule, Stage, nothing, year_text
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Rows that say their year, or their day, themselves; the coming year is out too, for figures are counted, not
    planned.
    """
    told_by = sheet.report.dated_by or "school_year"
    if not sheet.present(told_by) or all(FIRST <= year <= sheet.running for year in sheet.years):
        return nothing()
    out = sheet.rows.filter(~pl.col("school_year").is_between(FIRST, sheet.running))
    return out.select("row_number", column=pl.lit(told_by), value=f"{told_by}_text", other=bounds(sheet.running))


def bounds(running: int) -> pl.Expr:
    """`1989-90 to 2026-27`."""
    return year_text(pl.lit(FIRST)) + pl.lit(" to ") + year_text(pl.lit(running))


RULE = Rule(
    "E-YEAR-RANGE",
    title="A school year that cannot have figures yet, or is too long ago",
    message="Row {row}: “{value}” is outside the school years that are taken, {other}.",
    fix="Correct the year. Figures are taken once their school year has begun (in July); plans and projections are "
    "not taken.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=3,
)
