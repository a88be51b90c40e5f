"""Rows that are in force, as they would be typed: the start of a correction. Pure.

What is made of them, sent again, is the same canonical rows; rows of persons have no ids any more, and cannot be had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from districts.school_year import show_school_year
from monitoring.intake.cell_text import SCALE
from monitoring.intake.entry.typed import ONCE, Typed, TypedRow, once_columns, row_columns
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

WORDS = {"suppressed": "*", "not_applicable": "NA", "not_reported": "NR"}  # of figures that are missing; others: blank


def typed_from_rows(layout: Report, rows: pl.DataFrame) -> Typed:
    """Grain in: the canonical rows of one school year and collection of the layout; in the order of their file."""
    if layout.persons:
        raise ValueError(f"{layout.id} is of persons: its rows hold pseudonyms")
    listed = list(rows.sort("row_number").iter_rows(named=True))
    cells = [{**_cells(layout, row), **over} for row, over in zip(listed, _overrides(layout, listed), strict=True)]
    first = listed[0] if listed else {}
    once = {column.name: _text(column, first.get(column.name)) for column in once_columns(layout)}
    return Typed(once, tuple(TypedRow(one) for one in cells) or (TypedRow(),))


def _cells(layout: Report, row: dict[str, Any]) -> dict[str, str]:
    says_na = row.get("does_not_apply") or ()
    return {
        column.name: "NA" if column.name in says_na else _text(column, row.get(column.name))
        for column in row_columns(layout)
        if column.name not in ONCE
    }


def _text(column: Column, value: Any) -> str:
    """A stored value as it may be typed; numbers are in ten-thousandths, head counts in people."""
    if value is None:
        return ""
    if column.kind in (Kind.SCHOOL_YEAR, Kind.CALENDAR_YEAR):
        return show_school_year(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if column.kind.numeric and column.kind is not Kind.COUNT and isinstance(value, int):
        return f"{(Decimal(value) / SCALE).normalize():f}"
    return str(value)


def _overrides(layout: Report, rows: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """What two layouts keep in another form than it is typed in."""
    with_all = {row["org_code"] for row in rows if row.get("student_group") == "all" and row.get("enrolled")}
    for row in rows:
        if layout.dataset == "school_enrollment":
            yield {"share": _share(row, is_counted=row["org_code"] in with_all)}
        elif layout.dataset == "metric_aggregate" and row["missing_reason"]:
            yield dict.fromkeys(("numerator", "denominator"), WORDS.get(row["missing_reason"], ""))
        else:
            yield {}


def _share(row: dict[str, Any], *, is_counted: bool) -> str:
    """A share that follows from counts is left to follow."""
    if row["share"] is None or (is_counted and row["enrolled"] is not None):
        return ""
    return f"{Decimal(str(row['share'])).normalize():f}"
