"""The data rows of a recognized table, typed. Pure."""

from __future__ import annotations

import functools

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.intake import cell_text
from monitoring.intake.different_texts import Read, read_texts, with_constants
from monitoring.intake.garbled import with_mended_names
from monitoring.intake.pseudonyms import Pseudonyms
from monitoring.intake.recognition import Recognized
from monitoring.intake.reports.declaration import Report
from monitoring.intake.typed_rows import with_typed_columns

_NO_TEXT = pl.lit(None, dtype=pl.String)


def opened_rows(recognized: Recognized, owner: str | None, known: pl.DataFrame, pseudonyms: Pseudonyms) -> pl.DataFrame:
    """As `Sheet.rows` has them. `known`: the organizations on record, by whose names garbled ones are mended."""
    report, table = recognized.report, recognized.table
    body = table.cells.slice(int((table.cells["row_number"] <= recognized.header_rows[-1]).sum()))
    named = {column: pl.col(place) for column, place in recognized.places.items()}
    used = {"row_number", *recognized.places.values()}
    spare = [name for name in table.columns if name not in used and _has_no_header(recognized, name)]
    surplus = pl.concat_str(spare, separator=" ", ignore_nulls=True).replace("", None) if spare else _NO_TEXT
    rows = body.select("row_number", **named, surplus=surplus)
    rows = with_constants(rows.rename({name: f"{name}_text" for name in ("school_year", "org_code") if name in named}))
    rows = rows.with_columns(_read_texts(recognized, rows, owner))
    rows = with_typed_columns(rows, report, pseudonyms)
    rows = with_mended_names(rows, known) if "org_name" in named else rows
    return _with_fields(rows, table.narrow)


def _has_no_header(recognized: Recognized, name: str) -> bool:
    head = recognized.table.cells.filter(pl.col("row_number").is_in(recognized.header_rows))
    return head[name].null_count() == head.height


def _with_fields(rows: pl.DataFrame, narrow: pl.DataFrame) -> pl.DataFrame:
    if not narrow.height:
        return rows.with_columns(pl.lit(None, narrow.schema["fields"]).alias("fields"))
    return rows.join(narrow, on="row_number", how="left", maintain_order="left")


def _read_texts(recognized: Recognized, rows: pl.DataFrame, owner: str | None) -> list[pl.Expr | pl.Series]:
    """The school year and the organization of a row; and codes as the list spells them, whatever their case in the
    file, or without zeros at its beginning.
    """
    coded = [column for column in recognized.report.columns if column.codes]
    codes = {column.name: functools.partial(_spelled, column.codes) for column in coded}
    ways: dict[str, Read] = {"school_year_text": cell_text.school_year, "org_code_text": cell_text.org_code, **codes}
    read = read_texts(rows, {name: way for name, way in ways.items() if name in rows.columns})
    year = read.pop("school_year_text", pl.lit(recognized.title_year)).cast(pl.Int16)
    code = read.pop("org_code_text", pl.lit(_code_of_all(recognized.report, owner), dtype=pl.String))
    return [year.alias("school_year"), code.alias("org_code"), *read.values()]


def _code_of_all(report: Report, owner: str | None) -> str | None:
    """The organization of every row of a report that has no column for it."""
    return owner if report.unit == "sender" else STATE_CODE if report.unit == "none" else None


def _spelled(codes: tuple[str, ...], text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().replace_strict(spellings(codes), default=text, return_dtype=pl.String)


def spellings(codes: tuple[str, ...]) -> dict[str, str]:
    """Each way in which a code may stand in a file, in lower case.

    >>> spellings(("PK", "05"))
    {'5': '05', 'pk': 'PK', '05': '05'}
    """
    bare = {code.lstrip("0"): code for code in codes if code.isdigit()}
    return {**bare, **{code.lower(): code for code in codes}}
