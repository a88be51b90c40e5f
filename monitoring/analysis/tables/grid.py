"""A table as plain rows of text: what a spreadsheet, a CSV file and a terminal show, with its notes."""

from __future__ import annotations

from collections.abc import Iterable

from .table import Cell, Row, Table

Lines = list[list[str]]


def grid(table: Table) -> Lines:
    """Title, headings, rows, and the notes below an empty line; the very cells of the page, with the numbers of their
    notes in brackets.
    """
    lines = [[table.title], *_heads(table), *(_line(row) for row in table.rows)]
    if table.why_empty:
        lines.append([table.why_empty])
    numbered = [[f"[{number}] {text}"] for number, text in enumerate(table.notes, start=1)]
    return [*lines, [], *numbered, *([text] for text in table.general_notes)]


def _heads(table: Table) -> Lines:
    first = [table.stub]
    for heading in table.headings:
        first += [_marked(heading.measure.title, heading.marks), *[""] * (heading.width - 1)]
    return [first, ["", *table.parts * len(table.headings)]] if table.parts else [first]


def _line(row: Row) -> list[str]:
    heading = f"{row.heading} ({row.size})" if row.size else row.heading
    return [_marked(heading, row.marks), *(_shown(cell) for cell in row.cells)]


def _shown(cell: Cell) -> str:
    return _marked(cell.text, cell.marks)


def _marked(text: str, marks: Iterable[int]) -> str:
    return " ".join([text, *(f"[{number}]" for number in marks)])


def in_columns(table: Table) -> str:
    """The grid for a terminal: the table in columns, the notes as they are.

    >>> from monitoring.analysis.tables.table import Table
    >>> in_columns(Table(4, "Table 4", "School level", (), (), (), ("A note.",), (), "No figures."))
    'Table 4\\nSchool level\\nNo figures.\\n\\n[1] A note.\\n'
    """
    lines = grid(table)
    end = lines.index([])
    body = [line for line in lines[1:end] if len(line) > 1]
    widths = [max(len(cell) for cell in column) for column in zip(*body, strict=True)]
    shown = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        if len(line) > 1
        else line[0]
        for line in lines[:end]
    ]
    return "\n".join([*shown, *("".join(line) for line in lines[end:])]) + "\n"
