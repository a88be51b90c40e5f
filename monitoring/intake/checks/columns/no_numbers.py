"""W-COLUMN-NO-NUMBERS: a column that the layout needs, without a number in any row of a year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Sheet


def needed(report: Report) -> list[str]:
    """The numbers that an own layout cannot do without, and that may be blank in a row all the same."""
    return [column.name for column in report.required if column.kind.numeric and not column.filled]


def is_own(report: Report) -> bool:
    return bool(report.number and needed(report))


def find(sheet: Sheet) -> pl.DataFrame:
    """As the cells stood in the file. A number that is given in another column's place is one."""
    names = set(needed(sheet.report)) - _given_otherwise(sheet)
    cells = sheet.cells.filter(pl.col("column").is_in(list(names)))
    if not cells["missing"].any():
        return nothing()
    columns = cells.group_by("school_year", "column").agg(
        pl.col("missing").all(), value=pl.len().cast(pl.String), other=pl.col("reason").unique().sort().str.join(", ")
    )
    words = pl.col("other").str.replace_all("_", " ", literal=True)
    return columns.filter("missing").select("school_year", "column", "value", other=words)


def _given_otherwise(sheet: Sheet) -> set[str]:
    others = [column for column in sheet.report.numeric if column.stands_for and sheet.present(column.name)]
    return {one.stands_for for one in others if not sheet.cells.filter(column=one.name)["missing"].all()}


RULE = Rule(
    "W-COLUMN-NO-NUMBERS",
    title="A needed column without a number",
    message="In {year}, {column} has no number in any of its rows: {value} are {other}.",
    fix="Fill the column: the layout needs it. Where the numbers cannot be told, explain why.",
    stage=Stage.COLUMN,
    effect=Effect.NONE,
    find=find,
    only=is_own,
    rank=20,
    quotes=False,
)
