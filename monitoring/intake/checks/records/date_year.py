"""E-DATE-YEAR: a day after the end of the school year that the row is of."""

from __future__ import annotations

from operator import attrgetter

import polars as pl

from districts.school_year import BEGINS
from monitoring.intake.checks.records.late_days import rule_on_days
from monitoring.intake.sheet import Effect, Sheet


def end_of_year(sheet: Sheet) -> pl.Expr:
    """The last day of the row's school year."""
    return pl.date("school_year", BEGINS, 1).dt.offset_by("-1d")


RULE = rule_on_days(
    "E-DATE-YEAR",
    title="A day after the school year of its row",
    message="Row {row}: {column} is {value}, after the end of {year}.",
    fix="Correct the day, or the school year. Whoever comes later stands in the file of that year.",
    effect=Effect.ROW,
    rank=12,
    which=attrgetter("in_year"),
    last=end_of_year,
)
