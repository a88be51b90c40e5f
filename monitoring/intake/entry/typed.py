"""What was typed of a layout: the school year and collection once, and rows. From and to the page, the draft, the file.
Pure.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Mapping

from monitoring.intake.blank_files import csv_bytes
from monitoring.intake.reports.column import Column
from monitoring.intake.reports.declaration import Report

MOST_ROWS = 40  # more than these are better kept in a file
MOST_READ = 60  # of a page that has too many, so that they can be shown and nothing is lost
LONGEST, LONGEST_PROSE = 500, 2000  # characters of a cell
ONCE = ("school_year", "collection")
FIRST_ROW = 2  # the number of the first row, as in the file that is made: row 1 holds the names of the columns


@dataclasses.dataclass(frozen=True, slots=True)
class TypedRow:
    """`cells`: what was typed, by column. `was`: the row's number in the upload that is being mended."""

    cells: Mapping[str, str] = dataclasses.field(default_factory=dict)
    was: int | None = None

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells.values())


@dataclasses.dataclass(frozen=True, slots=True)
class Typed:
    """There is always a row, if only a blank one. A blank one between others counts, so that numbers stay."""

    once: Mapping[str, str] = dataclasses.field(default_factory=dict)
    rows: tuple[TypedRow, ...] = (TypedRow(),)

    @property
    def filled(self) -> int:
        """How many rows hold anything."""
        return sum(not row.is_blank for row in self.rows)

    def with_row(self) -> Typed:
        return self._of(*self.rows, TypedRow())

    def with_copy(self, at: int) -> Typed:
        """A copy right below the row at this place, the first being 0."""
        return self._of(
            *self.rows[: at + 1], *(TypedRow(row.cells) for row in self.rows[at : at + 1]), *self.rows[at + 1 :]
        )

    def without(self, at: int) -> Typed:
        return self._of(*(row for place, row in enumerate(self.rows) if place != at))

    def _of(self, *rows: TypedRow) -> Typed:
        return dataclasses.replace(self, rows=rows or (TypedRow(),))


def once_columns(layout: Report) -> list[Column]:
    """What is asked once and stands in all rows."""
    return [column for column in layout.columns if column.name in ONCE]


def row_columns(layout: Report) -> list[Column]:
    return [column for column in layout.columns if column.name not in ONCE]


def longest(column: Column) -> int:
    return LONGEST_PROSE if column.prose else LONGEST


def field_name(at: int, column: str) -> str:
    """Of a cell's field on the page."""
    return f"{at}.{column}"


def typed_on_page(layout: Report, given: Mapping[str, str]) -> Typed:
    """From the fields of the page. Browsers end lines as mail does, files here by one sign."""

    def cell(name: str) -> str:
        return given.get(name, "").replace("\r\n", "\n")

    rows = [
        TypedRow(
            {one.name: cell(field_name(at, one.name)) for one in row_columns(layout)},
            read_number(given.get(f"{at}.was")),
        )
        for at in range(min(read_number(given.get("rows")) or 0, MOST_READ))
    ]
    return Typed({column.name: cell(column.name) for column in once_columns(layout)}, tuple(rows) or (TypedRow(),))


def to_json(typed: Typed) -> bytes:
    rows = [{"cells": {name: cell for name, cell in row.cells.items() if cell}, "was": row.was} for row in typed.rows]
    return json.dumps({"once": dict(typed.once), "rows": rows}).encode()


def from_json(data: bytes) -> Typed:
    read = json.loads(data)
    return Typed(read["once"], tuple(TypedRow(row["cells"], row["was"]) for row in read["rows"]))


def to_csv(layout: Report, typed: Typed) -> bytes:
    """The layout's own file: its columns, without those that may be left out and are blank in all rows; and below them
    the rows, a blank one within as a blank line.
    """
    last = max((at for at, row in enumerate(typed.rows) if not row.is_blank), default=-1)
    rows = [row.cells if row.is_blank else {**row.cells, **typed.once} for row in typed.rows[: last + 1]]
    columns = [one for one in layout.columns if one.required or any(row.get(one.name, "").strip() for row in rows)]
    lines = [[row.get(column.name, "") for column in columns] for row in rows]
    return csv_bytes([[column.title for column in columns], *lines])


def from_csv(layouts: Iterable[Report], data: bytes) -> tuple[Report, Typed]:
    """What `to_csv` wrote of one of these layouts, each row with its number there. Raises ValueError where the columns
    are those of none, as after a layout has changed.
    """
    head, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    layout = next((one for one in layouts if _is_head_of(one, head)), None)
    if layout is None:
        raise ValueError("no layout has these columns")
    names = {column.title: column.name for column in layout.columns}
    cells = [{names[title]: cell for title, cell in zip(head, line, strict=True)} for line in lines]
    once = {name: next((one[name] for one in cells if one[name]), "") for name in ONCE if layout.has(name)}
    rows = [
        TypedRow({name: cell for name, cell in one.items() if name not in ONCE}, at + FIRST_ROW)
        for at, one in enumerate(cells)
    ]
    return layout, Typed(once, tuple(rows) or (TypedRow(),))


def _is_head_of(layout: Report, head: list[str]) -> bool:
    """Whether all of it are columns of the layout, and none is missing that may not be left out."""
    return {column.title for column in layout.required} <= set(head) <= {column.title for column in layout.columns}


def read_number(text: str | None) -> int | None:
    """Of a field that no person fills."""
    return int(text) if text and len(text) < 6 and text.isascii() and text.isdigit() else None
