"""What the page itself says of what was typed: why no file can be made of it. All else is the checks'. Pure."""

from __future__ import annotations

import dataclasses

from monitoring.intake.entry.typed import FIRST_ROW, MOST_ROWS, Typed, longest, once_columns, row_columns
from monitoring.intake.personal_text import personal_in
from monitoring.intake.reports.column import Column
from monitoring.intake.reports.declaration import Report


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A word on what was typed. `at`: the row's place, the first being 0; `column`: its name here; without both, it is
    about all of it. `rule_id`: where it is a finding of the checks.
    """

    message: str
    remedy: str
    severity: str = "E"
    at: int | None = None
    column: str | None = None
    rule_id: str = ""


def faults_of(layout: Report, typed: Typed) -> list[Told]:
    """Why nothing can be sent yet; empty where all is well."""
    told = []
    for column in once_columns(layout):
        if not typed.once.get(column.name):
            told.append(
                Told(f"The {column.words} is not chosen.", "Choose it: it goes into all rows.", column=column.name)
            )
    if not typed.filled:
        told.append(
            Told("Nothing is typed yet.", "Fill in at least one row.", at=0, column=row_columns(layout)[0].name)
        )
    if len(typed.rows) > MOST_ROWS:
        told.append(too_many(len(typed.rows)))
    return told + _too_long(layout, typed) + _on_persons(layout, typed)


def too_many(rows: int) -> Told:
    return Told(
        f"There are {rows} rows, and at most {MOST_ROWS} can be typed in at once.",
        "Remove some and send the others, or use the layout’s workbook: it is made for many rows, and takes what stands"
        " here as well.",
    )


def _cells(layout: Report, typed: Typed) -> list[tuple[int, Column, str]]:
    return [(at, one, row.cells.get(one.name, "")) for at, row in enumerate(typed.rows) for one in row_columns(layout)]


def _too_long(layout: Report, typed: Typed) -> list[Told]:
    return [
        Told(
            f"Row {at + FIRST_ROW}: {column.words} has {len(cell):,} characters.",
            f"Keep it to {longest(column):,}.",
            at=at,
            column=column.name,
        )
        for at, column, cell in _cells(layout, typed)
        if len(cell) > longest(column)
    ]


def _on_persons(layout: Report, typed: Typed) -> list[Told]:
    """The checks would refuse the file and destroy it, with all else that was typed."""
    return [
        Told(
            f"Row {at + FIRST_ROW}: {column.words} seems to hold {what}.",
            "Leave them out: nothing that names a person is taken.",
            at=at,
            column=column.name,
        )
        for at, column, cell in _cells(layout, typed)
        if (what := personal_in(cell))
    ]
