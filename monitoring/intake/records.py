"""The rows of a layout as its declaration types them: one row of the file, one row here. Pure."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE, school_year
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Sheet

TYPES: dict[Kind, pl.DataType | type[pl.DataType]] = {
    Kind.SCHOOL_YEAR: pl.Int16,
    Kind.CALENDAR_YEAR: pl.Int16,
    Kind.DATE: pl.Date,
}
ENDING: dict[str, pl.DataType | type[pl.DataType]] = {"does_not_apply": pl.List(pl.String), "row_number": pl.UInt32}


def record_schema(report: Report) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns that are frozen. Numbers are in ten-thousandths of their unit, head counts in people, ids of persons
    pseudonyms. A cell that says NA is null and its column is named in `does_not_apply`; one that is null and not named
    there was blank: not known.
    """
    kept = {column.name: _type(column) for column in report.columns if column.kept}
    dated = {"school_year": TYPES[Kind.SCHOOL_YEAR]} if report.dated_by else {}
    return {**dated, **kept, **ENDING}


def record_rows(sheet: Sheet) -> pl.DataFrame:
    """Grain: the key of the layout. Rows in the order of the key, so that the same rows are the same bytes."""
    schema = record_schema(sheet.report)
    numeric = [column for column in sheet.report.numeric if column.name in schema and sheet.present(column.name)]
    rows = sheet.rows
    if numeric:
        counts = [pl.col(column.name) // SCALE for column in numeric if column.kind is Kind.COUNT]
        numbers = sheet.numbers(*(column.name for column in numeric)).with_columns(counts)
        rows = rows.with_columns(numbers[column.name] for column in numeric)
    years = [column.name for column in sheet.report.columns if column.kind is Kind.CALENDAR_YEAR]
    rows = rows.with_columns(school_year(pl.col(name)).alias(name) for name in years if name in rows.columns)
    given = [
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    ]
    return _in_order(rows.select(given), _key(sheet.report, schema))


def _in_order(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """By the key, then by row number. What is the same in all rows, as a file's year mostly is, decides nothing."""
    same = rows.select(pl.col(key).eq_missing(pl.col(key).first()).all()).row(0, named=True) if key else {}
    return rows.sort(*(name for name in key if not same[name]), "row_number", nulls_last=True)


def _key(report: Report, schema: dict[str, pl.DataType | type[pl.DataType]]) -> list[str]:
    return [name for name in ("school_year", "org_code", *report.key) if name in schema]


def _type(column: Column) -> pl.DataType | type[pl.DataType]:
    return pl.Int64 if column.kind.numeric else TYPES.get(column.kind, pl.String)
