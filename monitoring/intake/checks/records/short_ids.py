"""Ids that have fewer digits than ids of their kind, as they stand in the file. Not a rule: two rules share it."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import nothing
from monitoring.intake.pseudonyms import DIGITS
from monitoring.intake.reports.column import Column
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Sheet

SHORT_ID = r"^'?([0-9]+)(\.0)?$"


def columns_of(report: Report) -> list[Column]:
    """The columns of persons whose ids are digits, and have all the same number of them."""
    return [column for column in report.persons if column.kind in DIGITS]


def has_numbered_ids(report: Report) -> bool:
    return bool(columns_of(report))


def lost_zeros(sheet: Sheet, column: Column) -> pl.DataFrame:
    """Ids that are short, in the rows that stand. Grain: row_number: `id`, its digits as they stand, and `lost`, how
    many zeros were put before them. No message may tell the id.
    """
    if not sheet.present(column.name):
        return nothing().select("row_number", id="value", lost=pl.lit(None, pl.UInt32))
    place = sheet.recognized.places[column.name]
    text = pl.col(place).str.strip_suffix(".0").str.strip_prefix("'")
    digits, whole = text.str.len_bytes(), DIGITS[column.kind]
    table = sheet.recognized.table.cells.lazy().select("row_number", place).filter(digits < whole)
    short = table.filter(pl.col(place).str.contains(SHORT_ID)).select(
        "row_number", id=text, lost=(pl.lit(whole) - digits).cast(pl.UInt32)
    )
    return short.collect().join(sheet.rows.select("row_number"), on="row_number", how="semi")
