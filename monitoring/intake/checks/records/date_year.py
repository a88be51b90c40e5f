"""E-DATE-YEAR: a day after the end of the school year that the row is of."""

from __future__ import annotations

import datetime as dt

import polars as pl

from districts.school_year import BEGINS
from monitoring.intake.checks.rule import Rule, Stage, nothing, year_text
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Sheet


def within_year(report: Report) -> tuple[str, ...]:
    return tuple(column.name for column in report.columns if column.in_year)


def find(sheet: Sheet) -> pl.DataFrame:
    names = [name for name in within_year(sheet.report) if sheet.present(name)]
    latest = sheet.rows.select(pl.col(names).max()).row(0) if names and sheet.years else ()
    if not any(day and day >= dt.date(sheet.years[0], BEGINS, 1) for day in latest):
        return nothing()
    next_begins = pl.date(pl.col("school_year"), BEGINS, 1)
    return pl.concat(
        sheet.rows.filter(pl.col(name) >= next_begins).select(
            "row_number",
            "school_year",
            column=pl.lit(name),
            value=pl.col(name).cast(pl.String),
            other=year_text("school_year"),
        )
        for name in names
    )


RULE = Rule(
    "E-DATE-YEAR",
    title="A day after the school year of its row",
    message="Row {row}: {column} is {value}, after the end of {other}.",
    fix="Correct the day, or the school year. Whoever comes later stands in the file of that year.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    only=lambda report: bool(within_year(report)),
    reads=within_year,
    rank=12,
    quotes=False,
)
