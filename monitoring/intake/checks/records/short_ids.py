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
    if not sheet.present(column.name) or not _are_there(sheet, column):
        return nothing().select("row_number", id="value", lost=pl.lit(None, pl.UInt32))
    place = sheet.recognized.places[column.name]
    lost = (pl.lit(DIGITS[column.kind]) - _digits(place).str.len_bytes()).cast(pl.UInt32)
    cells = sheet.recognized.table.cells.filter(_is_short(place, column))
    return cells.select("row_number", id=_digits(place), lost=lost).join(
        sheet.rows.select("row_number"), on="row_number", how="semi"
    )


def _are_there(sheet: Sheet, column: Column) -> bool:
    """Whether there is any, found once for both rules. Rows of a person mostly stand together."""
    name = f"short {column.name}"
    if name not in sheet.seen:
        runs = sheet.recognized.table.cells[sheet.recognized.places[column.name]].rle().struct.field("value")
        sheet.seen[name] = runs.to_frame("id").select(_is_short("id", column).any()).item()
    return bool(sheet.seen[name])


def _digits(place: str) -> pl.Expr:
    return pl.col(place).str.strip_suffix(".0").str.strip_prefix("'")


def _is_short(place: str, column: Column) -> pl.Expr:
    return (_digits(place).str.len_bytes() < DIGITS[column.kind]) & pl.col(place).str.contains(SHORT_ID)
