"""The page on which a layout is typed in, laid out from its declaration: each row a card of labelled fields. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from monitoring.intake.blank_files import form_of
from monitoring.intake.entry.faults import Told
from monitoring.intake.entry.typed import (
    FIRST_ROW,
    MOST_ROWS,
    Typed,
    TypedRow,
    field_name,
    longest,
    once_columns,
    row_columns,
)
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

DIGITS, NUMBERS = "numeric", "decimal"  # the keys that a phone shows
DISTRICT = "district"  # the title of columns in which a district's own code stands
Option = tuple[str, str]  # what is sent, what is read


@dataclasses.dataclass(frozen=True)
class Offered:
    """What there is to choose from that no declaration knows: school years, and the codes of whoever types, the
    district's first. Without codes they are typed.
    """

    years: Sequence[str] = ()
    codes: Sequence[Option] = ()


@dataclasses.dataclass(frozen=True)
class EntryField:
    """`options`: of a field to choose in, else empty. `keys`: which a phone shows, where not all. `told`: what was said
    of its cell. `has_focus`: it is where the reader goes on.
    """

    id: str
    name: str
    label: str
    hint: str
    value: str
    most: int
    is_needed: bool
    is_prose: bool
    options: tuple[Option, ...] = ()
    keys: str = ""
    told: tuple[Told, ...] = ()
    has_focus: bool = False

    @property
    def has_error(self) -> bool:
        return any(one.severity == "E" for one in self.told)

    @property
    def described_by(self) -> str:
        """The ids of what is said of the field, for those who hear the page."""
        return " ".join([*([f"{self.id}-hint"] if self.hint else []), *([f"{self.id}-told"] if self.told else [])])


@dataclasses.dataclass(frozen=True)
class EntryRow:
    """`told`: what was said of the row and of none of its cells."""

    at: int
    number: int
    was: int | None
    fields: list[EntryField]
    told: tuple[Told, ...]

    @property
    def id(self) -> str:
        return row_id(self.at)


@dataclasses.dataclass(frozen=True)
class Link:
    """A line of the summary: what was said, and the field or row it is about."""

    told: Told
    to: str


@dataclasses.dataclass(frozen=True)
class EntryForm:
    """All of it, and what was said in the order of the page. `has_room`: for another row."""

    once: list[EntryField]
    rows: list[EntryRow]
    summary: list[Link]
    has_room: bool

    @property
    def errors(self) -> list[Link]:
        return [link for link in self.summary if link.told.severity == "E"]


def lay_out(
    layout: Report, typed: Typed, offered: Offered, told: Sequence[Told] = (), focus: int | None = None
) -> EntryForm:
    """`focus`: the place of the row to go on with."""
    about: dict[tuple[int | None, str | None], list[Told]] = {}
    for one in told:
        about.setdefault((one.at, one.column), []).append(one)

    def field(column: Column, value: str, at: int | None = None, *, has_focus: bool = False) -> EntryField:
        return _field(column, value, offered, about.get((at, column.name), ()), at, has_focus=has_focus)

    def row(at: int, typed_row: TypedRow) -> EntryRow:
        cells = [(column, typed_row.cells.get(column.name, "")) for column in row_columns(layout)]
        fields = [field(*cell, at, has_focus=at == focus and not place) for place, cell in enumerate(cells)]
        return EntryRow(at, at + FIRST_ROW, typed_row.was, fields, tuple(about.get((at, None), ())))

    return EntryForm(
        once=[field(column, typed.once.get(column.name, "")) for column in once_columns(layout)],
        rows=[row(at, one) for at, one in enumerate(typed.rows)],
        summary=[Link(one, _place(one)) for one in sorted(told, key=lambda one: "EWI".index(one.severity))],
        has_room=len(typed.rows) < MOST_ROWS,
    )


def row_id(at: int) -> str:
    return f"row-{at + FIRST_ROW}"


def field_id(at: int | None, column: str) -> str:
    return column if at is None else f"{row_id(at)}-{column}"


def _place(told: Told) -> str:
    if told.column:
        return field_id(told.at, told.column)
    return "" if told.at is None else row_id(told.at)


def _field(
    column: Column,
    value: str,
    offered: Offered,
    told: Sequence[Told],
    at: int | None = None,
    *,
    has_focus: bool = False,
) -> EntryField:
    return EntryField(
        id=field_id(at, column.name),
        name=column.name if at is None else field_name(at, column.name),
        label=column.words,
        hint=" ".join(filter(None, [column.definition, "" if column.codes else form_of(column), _when(column)])),
        value=value,
        most=longest(column),
        is_needed=column.filled and column.required,
        is_prose=column.prose,
        options=_options(column, value, offered),
        keys=_keys(column),
        told=tuple(told),
        has_focus=has_focus,
    )


def _when(column: Column) -> str:
    """A column that may be left out is left out where it is blank in all rows."""
    return "In all rows or in none." if column.filled and not column.required else ""


def _options(column: Column, value: str, offered: Offered) -> tuple[Option, ...]:
    """What there is to choose from, with whatever stands there already. Where no list is known, nothing."""
    if column.kind is Kind.SCHOOL_YEAR:
        listed = [(year, year) for year in offered.years]
    elif column.codes:
        listed = [(code, f"{code}: {words}" if words else code) for code, words in column.code_meanings]
        listed += [] if column.filled or "NA" in column.codes else [("NA", "NA: does not apply")]
    elif column.kind is Kind.ORG_CODE:
        listed = list(offered.codes[:1] if column.title == DISTRICT else offered.codes)
    else:
        listed = []
    if not listed:
        return ()
    nothing = ("", "Choose one" if column.filled else "Leave blank")
    other = [] if value in ("", *(code for code, _ in listed)) else [(value, f"{value}: not in the list")]
    return (nothing, *listed, *other)


def _keys(column: Column) -> str:
    """Where letters have no place: NA may stand in a cell that need not be filled."""
    if column.kind.personal or column.kind is Kind.COUNT:
        return DIGITS if column.filled else ""
    return NUMBERS if column.kind.numeric and (column.filled or column.required) else ""
