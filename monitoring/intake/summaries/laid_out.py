"""Tables of review as people read them: for the page, as CSV, as a workbook. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from monitoring.analysis.formatting import amount, percent
from monitoring.intake.cell_text import SCALE
from monitoring.intake.summaries.catalogue import Summarized
from monitoring.intake.summaries.summary import SMALL, TOTAL, Figure, Summary, Unit

COLUMNS = ("table", "school_code", "school", "part", "figure", "value", "last_year", "left_out")
WHOLE, NOWHERE, FEW = "The district", "No one school", f"fewer than {SMALL} people"
WIDE = 28  # characters of the columns of names


@dataclass(frozen=True)
class Cell:
    """A figure and last year's, null where not known; `is_hidden`, `was_hidden`: of too few people."""

    figure: Figure
    now: float | None
    was: float | None
    is_hidden: bool
    was_hidden: bool

    @property
    def shown(self) -> str:
        return self._shown(self.now, is_hidden=self.is_hidden)

    @property
    def shown_before(self) -> str:
        return self._shown(self.was, is_hidden=self.was_hidden)

    def _shown(self, value: float | None, *, is_hidden: bool) -> str:
        if is_hidden:
            return FEW
        if value is None:
            return "–"
        if self.figure.unit is Unit.PERCENT:
            return percent(value / 100)
        return amount(value, "FTE" if self.figure.unit is Unit.FTE else "")


@dataclass(frozen=True)
class Row:
    code: str
    school: str
    part: str
    cells: list[Cell]

    @property
    def is_whole(self) -> bool:
        return self.code == "" and self.school == WHOLE


@dataclass(frozen=True)
class Table:
    summary: Summary
    figures: list[Figure]
    rows: list[Row]
    has_before: bool


def lay_out(made: Summarized, schools: Mapping[str, str]) -> Table:
    """`schools`: names by code. A figure of which neither year says anything is no column."""
    told = made.rows.select(pl.exclude(made.summary.keys).is_not_null().any()).row(0, named=True)
    figures = [one for one in made.summary.figures if told[one.name] or told[f"{one.name}_was"]]
    return Table(
        made.summary,
        figures,
        [_row(record, figures, schools) for record in made.rows.iter_rows(named=True)],
        made.has_before,
    )


def _row(record: dict[str, Any], figures: list[Figure], schools: Mapping[str, str]) -> Row:
    place = record["place"]
    name = NOWHERE if place is None else WHOLE if place == TOTAL else schools.get(place, place)
    cells = [
        Cell(
            one,
            now=_number(record[one.name], one.unit),
            was=_number(record[f"{one.name}_was"], one.unit),
            is_hidden=bool(record["hidden"]),
            was_hidden=bool(record["hidden_was"]),
        )
        for one in figures
    ]
    return Row(place or "", name, record.get("part") or "", cells)


def _number(value: int | None, unit: Unit) -> float | None:
    return value if value is None or unit is Unit.COUNT else value / SCALE


def records(tables: list[Table]) -> Iterator[dict[str, Any]]:
    """One record a cell, with the stable COLUMNS, for CSV."""
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                yield {
                    "table": table.summary.id,
                    "school_code": row.code,
                    "school": row.school,
                    "part": row.part,
                    "figure": cell.figure.title,
                    "value": None if cell.is_hidden else cell.now,
                    "last_year": None if cell.was_hidden else cell.was,
                    "left_out": FEW if cell.is_hidden or cell.was_hidden else "",
                }


def workbook(tables: list[Table]) -> bytes:
    """A sheet a table, each figure beside last year's."""
    import xlsxwriter  # here, so that the page starts without it

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for table in tables:
            sheet = book.add_worksheet(table.summary.id)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 2, WIDE)
            for number, line in enumerate(_lines(table)):
                for place, value in enumerate(line):
                    if isinstance(value, str):
                        sheet.write_string(number, place, value, bold if number == 0 else None)
                    elif value is not None:
                        sheet.write_number(number, place, value)
    return buffer.getvalue()


def _lines(table: Table) -> Iterator[list[str | float | None]]:
    keys = ["School code", "School", *([table.summary.part] if table.summary.part else [])]
    yield [*keys, *(title for one in table.figures for title in (one.title, f"{one.title}, last year"))]
    for row in table.rows:
        names: list[str | float | None] = [row.code, row.school, *([row.part] if table.summary.part else [])]
        cells = [(FEW if one.is_hidden else one.now, FEW if one.was_hidden else one.was) for one in row.cells]
        yield [*names, *(value for pair in cells for value in pair)]
