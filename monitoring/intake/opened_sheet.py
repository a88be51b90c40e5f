"""A recognized table becomes the sheet that every check looks at. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl

from districts.school_year import LAST
from monitoring.intake import cell_text
from monitoring.intake.opened_rows import opened_rows
from monitoring.intake.pseudonyms import Pseudonyms
from monitoring.intake.recognition import Recognized
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Past, Sheet

CELLS: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_number": pl.UInt32,
    "school_year": pl.Int16,
    "org_code": pl.String,
    "column": pl.String,
    "text": pl.String,
    "style": pl.String,
    "amount": pl.Int64,
    "reason": pl.String,
    "read": pl.Int64,
    "missing": pl.Boolean,
}


def open_sheet(
    recognized: Recognized,
    *,
    owner: str | None,
    past: Past,
    remapped: dict[int, dict[str, str]] | None = None,
    declined: frozenset[int] = frozenset(),
    running: int = LAST,
    came_on: dt.date = dt.date.max,
    pseudonyms: Pseudonyms,
) -> Sheet:
    """The data rows below the header, typed; ids of persons become pseudonyms here.

    `remapped`: by school year, column as named -> column it really is, as confirmed.
    """
    rows = opened_rows(recognized, owner, past.known, pseudonyms)
    sheet = Sheet(
        report=recognized.report,
        rows=rows,
        cells=_cells(recognized, rows),
        headers=recognized.headers,
        owner=owner,
        past=past,
        recognized=recognized,
        remapped=remapped or {},
        declined=declined,
        running=running,
        came_on=came_on,
    )
    return sheet if not remapped else _remap(sheet)


def _cells(recognized: Recognized, rows: pl.DataFrame) -> pl.DataFrame:
    report, places = recognized.report, {name: int(place[1:]) for name, place in recognized.places.items()}
    numeric = [column.name for column in report.numeric if column.name in rows.columns]
    if not numeric:
        return pl.DataFrame(schema=CELLS)
    spilled = pl.concat_str(numeric, separator=" ", ignore_nulls=True).str.contains(cell_text.SPILLED)
    index = ["row_number", "school_year", "org_code", "fields", "spilled"]
    long = rows.select(*index[:-1], *numeric, spilled=spilled).unpivot(
        index=index, on=numeric, variable_name="column", value_name="text"
    )
    read = _read(long.select("text").unique(), report)  # a few thousand different texts stand for all cells
    cells = long.join(read, on="text", how="left", nulls_equal=True, maintain_order="left")
    is_spilled = pl.col("spilled") & pl.col("amount").is_null()
    is_absent = pl.col("column").replace_strict(places, return_dtype=pl.UInt32) >= pl.col("fields")
    reason = pl.when(is_spilled).then(pl.lit("not_reported")).when(is_absent).then(pl.lit("absent")).otherwise("reason")
    cells = cells.with_columns(reason=reason)
    return cells.drop("spilled", "fields").with_columns(read="amount", missing=pl.col("reason").is_not_null())


def _read(texts: pl.DataFrame, report: Report) -> pl.DataFrame:
    text = pl.col("text")
    reason = cell_text.missing_reason(text, dict(report.markers))
    return texts.with_columns(style=cell_text.style(text), amount=cell_text.amount(text), reason=reason)


def _remap(sheet: Sheet) -> Sheet:
    """Names the cells of a remapped year by the column they really hold; in an own layout, the rows."""
    pairs = [(year, named, holds) for year, mapping in sheet.remapped.items() for named, holds in mapping.items()]
    schema = {"school_year": pl.Int16, "column": pl.String, "holds": pl.String}
    names = pl.DataFrame(pairs, schema=schema, orient="row")
    if sheet.report.long:
        named = sheet.report.long[0]
        rows = sheet.rows.join(
            names.rename({"column": named}), on=["school_year", named], how="left", maintain_order="left"
        )
        return dataclasses.replace(
            sheet, rows=rows.with_columns(pl.coalesce("holds", named).alias(named)).drop("holds")
        )
    cells = sheet.cells.join(names, on=["school_year", "column"], how="left", maintain_order="left")
    cells = cells.with_columns(column=pl.coalesce("holds", "column")).drop("holds")
    return dataclasses.replace(sheet, cells=cells)
