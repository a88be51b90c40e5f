"""What a district is given to fill in, made of the layouts' declarations: blank CSV and workbook, and a sample in which
errors are planted. Pure.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitoring.intake.reading.workbook import LISTS
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 10_000  # of a workbook, that have formats and lists to choose from
WIDEST, NARROWEST = 40, 12  # characters
LONGEST_NOTE, LONGEST_TITLE = 255, 32  # what spreadsheets take
SOUND_ROWS = 3
REMARK = "planted_error"  # the last column of a sample: it is in no layout, so it is told and not read


def blank_csv(report: Report) -> bytes:
    """The names of the columns, and nothing below."""
    return csv_bytes([[column.title for column in report.columns]])


def blank_workbook(report: Report) -> bytes:
    """A workbook with the names of the columns: needed ones in bold, what each holds in a note, codes to choose from,
    and cells of codes, days and ids as text, so that no leading zero is lost.
    """
    import xlsxwriter  # here, so that the page starts without it

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet, lists = book.add_worksheet(report.id[:31]), book.add_worksheet(LISTS)
        lists.hide()
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(report.columns):
            _head(book, sheet, place, column)
            if column.codes:
                _offer(sheet, lists, place, column)
    return buffer.getvalue()


def describe(column: Column) -> str:
    """What stands in a column, in one sentence or two: the note of its cell and its line in the dictionary."""
    needed = "Needed." if column.filled else "" if column.required else "May be left out."
    return " ".join(filter(None, [column.definition, form_of(column), needed]))


def form_of(column: Column) -> str:
    """What a cell must look like.

    >>> form_of(Column("fte", Kind.FTE, ("fte",), lowest=0.01, highest=1.5))
    'A number between 0.01 and 1.5.'
    """
    if column.codes:
        return f"One of: {', '.join(column.codes)}."
    if column.kind.numeric:
        most = (
            f"between {column.lowest:g} and {column.most:g}" if column.most is not None else f"from {column.lowest:g}"
        )
        article = "An" if column.kind is Kind.USD else "A"
        return f"{article} {column.kind.value} {most}."
    if column.kind is Kind.DATE:
        return "A day, like 2024-10-01."
    return f"{column.form[0].upper()}{column.form[1:]}." if column.form else ""


def _head(book: Workbook, sheet: Worksheet, place: int, column: Column) -> None:
    look = book.add_format({"bold": column.required, "bottom": 1})
    cells = book.add_format({} if column.kind.numeric else {"num_format": "@"})
    sheet.set_column(place, place, min(WIDEST, max(NARROWEST, len(column.title) + 2)), cells)
    sheet.write_string(0, place, column.title, look)
    sheet.write_comment(0, place, describe(column), {"x_scale": 2})


def _offer(sheet: Worksheet, lists: Worksheet, place: int, column: Column) -> None:
    """Codes stand in a list of their own sheet: within a cell's rule spreadsheets take 255 characters at most."""
    lists.write_column(0, place, column.codes)
    from xlsxwriter.utility import xl_col_to_name

    letter = xl_col_to_name(place)
    meanings = [f"{code} {words}" for code, words in column.code_meanings if words]
    sheet.data_validation(
        1,
        place,
        ROWS,
        place,
        {
            "validate": "list",
            "source": f"='{LISTS}'!${letter}$1:${letter}${len(column.codes)}",
            "ignore_blank": True,
            "error_type": "warning",
            "error_title": "Not a code of the list",
            "error_message": form_of(column)[:LONGEST_NOTE],
            "input_title": column.title[:LONGEST_TITLE],
            "input_message": ("; ".join(meanings) or column.definition)[:LONGEST_NOTE],
        },
    )


@dataclass(frozen=True)
class Planted:
    """An error in a sample: the rule that finds it, and where."""

    rule_id: str
    column: str
    cells: tuple[str, ...]


def sample_csv(report: Report, *, district: str = "") -> bytes:
    """Sound rows, and then a row for each error that is planted; the last column says which one. `district`: first four
    digits of the codes, those of whoever asks.
    """
    header = [*(column.title for column in report.columns), REMARK]
    sound = [[*_cells(report, number, district), ""] for number in range(1, SOUND_ROWS + 1)]
    wrong = [[*one.cells, f"{one.column}: {one.rule_id}"] for one in planted(report, district=district)]
    return csv_bytes([header, *sound, *wrong])


def planted(report: Report, *, district: str = "") -> list[Planted]:
    """The errors of a sample, one a column and kind of error, each in a row of its own that is sound but for it."""
    errors = [(place, *error) for place, column in enumerate(report.columns) for error in _errors(column)]
    found = []
    for number, (place, rule_id, cell) in enumerate(errors, SOUND_ROWS + 1):
        cells = _cells(report, number, district)
        cells[place] = cell
        found.append(Planted(rule_id, report.columns[place].title, tuple(cells)))
    return found


def _errors(column: Column) -> Iterator[tuple[str, str]]:
    """(rule, cell): what can be wrong with a cell of the column."""
    if column.kind is Kind.SCHOOL_YEAR:
        yield "E-YEAR-FORM", "2024-26"
    elif column.name == "org_code":
        yield "E-ORG-FORM", "4.45E+06"
    elif column.kind.personal:
        yield "E-ID-FORM", "?"
    elif column.kind is Kind.DATE:
        yield "E-DATE-FORM", "31/12/2024"
    elif column.codes:
        yield "E-CELL-CODE", "?"
    elif column.kind is Kind.CALENDAR_YEAR:
        yield "E-CELL-FORM", "long ago"
    elif column.pattern:
        yield "E-CELL-FORM", "?" * 250
    elif column.kind.numeric:
        yield "E-CELL-NUMBER", "many"
        yield "E-CELL-RANGE", f"{column.most * 10:g}" if column.most is not None else "-1"
    if column.filled and column.kind not in (Kind.SCHOOL_YEAR, Kind.ORG_CODE):
        yield "E-CELL-BLANK", ""


def _cells(report: Report, number: int, district: str) -> list[str]:
    """A sound row, another for each number: what of the key can be counted on is."""
    key = [report.column(name) for name in report.row_key]
    ways = (_is_of_persons, _is_of_schools, lambda column: column.kind is Kind.TEXT)
    counted = next((column.name for way in ways for column in key if way(column)), "")
    return [
        _for_district(column, _numbered(column, number) if column.name == counted else column.example_cell, district)
        for column in report.columns
    ]


def _is_of_persons(column: Column) -> bool:
    return column.kind.personal


def _is_of_schools(column: Column) -> bool:
    return column.kind is Kind.ORG_CODE and not column.example_cell.endswith("0000")


def _numbered(column: Column, number: int) -> str:
    """The example with a number at its end, as long as it was where it is of digits."""
    example = column.example_cell
    if example.isdigit():
        return f"{int(example) + number:0{len(example)}}"
    return f"{re.sub(r'-[0-9]+$', '', example)}-{number}"


def _for_district(column: Column, cell: str, district: str) -> str:
    return district[:4] + cell[4:] if district and column.kind is Kind.ORG_CODE and cell else cell


def csv_bytes(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
