"""The plan's tables as files: the very cells of the page, with their notes."""

from __future__ import annotations

import csv
import io

from monitoring.analysis.tables.grid import grid
from monitoring.analysis.tables.table import Table
from monitoring.intake.csv_table import Output, cell

WIDE, NARROW = 46, 18


def write_table_csv(out: Output, table: Table) -> None:
    """What a spreadsheet would run as a formula gets a ' in front."""
    csv.writer(out, lineterminator="\n").writerows([cell(text) for text in line] for line in grid(table))


def table_workbook(table: Table) -> bytes:
    """One sheet; notes are wrapped over the width of the table."""
    import xlsxwriter  # here, so that the page starts without it

    buffer = io.BytesIO()
    as_they_are = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, as_they_are) as book:
        sheet, bold = book.add_worksheet(f"Table {table.number}"), book.add_format({"bold": True, "text_wrap": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        lines = grid(table)
        width = max(len(line) for line in lines) - 1
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, width, NARROW)
        sheet.freeze_panes(2 + bool(table.parts), 1)
        for place, line in enumerate(lines):
            is_head = place <= 1 + bool(table.parts)
            if place > lines.index([]) and width:
                sheet.merge_range(place, 0, place, width, line[0], wrapped)
                sheet.set_row(place, 15 * (1 + len(line[0]) // (WIDE + NARROW * width)))
            else:
                sheet.write_row(place, 0, line, bold if is_head else wrapped)
    return buffer.getvalue()
