"""Writing tables as the files people send: CSV of any dialect, and workbooks as DESE exports them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

Rows = Sequence[Any]  # of rows, each a sequence of cells

# Headers of files that many tests send.
ENROLLMENT = ["school_year", "org_code", "student_group", "enrolled"]
AGGREGATE = [
    "school_year",
    "org_code",
    "metric_id",
    "definition_version",
    "educator_role",
    "numerator",
    "denominator",
    "unit",
]
RETENTION = [
    "Academic Year",
    "School Name",
    "DESE ID",
    "Principal Total",
    "Principal # Retained",
    "Principal % Retained",
]
RETENTION += ["Teacher Total", "Teacher # Retained", "Teacher % Retained"]


def csv_text(rows: Rows, *, separator: str = ",", line_end: str = "\n") -> str:
    """The rows as CSV; None is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator=line_end)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return buffer.getvalue()


def write_csv(path: Path, rows: Rows, *, separator: str = ",", line_end: str = "\n", encoding: str = "utf-8") -> Path:
    path.write_bytes(csv_text(rows, separator=separator, line_end=line_end).encode(encoding))
    return path


def write_xlsx(path: Path, rows: Rows, *, sheet: str = "Sheet1", numbers: bool = False) -> Path:
    """The rows as a workbook of text cells, or with numbers stored as numbers."""
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet(sheet)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell in (None, ""):
                continue
            if numbers and isinstance(cell, int | float):
                page.write_number(row, column, cell)
            else:
                page.write_string(row, column, str(cell))
    workbook.close()
    return path


def as_export(title: str, rows: Rows, *, blank_rows: int = 0) -> list[list[Any]]:
    """Rows under a title row, as DESE's own exports stand in their workbooks."""
    width = max(len(row) for row in rows)
    return [[title, *[None] * (width - 1)], *([None] * width for _ in range(blank_rows)), *map(list, rows)]
