"""The gap table in the layout of the plan's Table 1, with the notes that its own definitions give it.

Rows: all schools; then for each student group the schools at both ends and the gap between them. Columns: the measures,
teachers' before principals'. Nothing is computed here: each cell shows one stored row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from monitoring.analysis.audience import DISTRICTS
from monitoring.analysis.groups import GROUPS, Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import GAP_MEASURES, MEASURES

from . import footnotes
from .models.gaps import GapFields

Side = Literal["all", "focal", "reference", "gap"]
Found = Mapping[tuple[str, str], GapFields]


@dataclass(frozen=True)
class Cell:
    """One figure: a rate with its N, or a difference in points; or the reason why there is none. `gap` is the row it
    stands in.
    """

    measure: Measure
    gap: GapFields | None
    rate: float | None = None
    people: Decimal | None = None
    difference: float | None = None
    reason: str = ""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Size:
    """How many units, teachers and principals stand behind a row; None where not known. `missing`: units without a
    figure.
    """

    units: int | None
    missing: int
    teachers: Decimal | None
    principals: Decimal | None

    @property
    def asked(self) -> int:
        return (self.units or 0) + self.missing


@dataclass(frozen=True)
class Row:
    """A line of the table. A gap row leads: it is what the table is for."""

    heading: str
    side: Side
    group: Grouping | None
    size: Size | None
    cells: tuple[Cell, ...]
    marks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Column:
    """A measure with the numbers of its notes."""

    measure: Measure
    marks: tuple[int, ...]


@dataclass(frozen=True)
class GapTable:
    """Ready to be laid out. `notes[i]` is footnote i + 1."""

    teacher_columns: tuple[Column, ...]
    principal_columns: tuple[Column, ...]
    size_marks: tuple[int, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    general_notes: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.teacher_columns + self.principal_columns


def build_gap_table(
    gaps: Iterable[GapFields], *, units: str = "schools", left_out: Mapping[str, Mapping[str, int]] | None = None
) -> GapTable:
    """Lay out the gaps of one school year, scope and partition: at most one row per (measure, group).

    `units`: what is compared, 'schools' or 'districts'. `left_out`: per group, how many units take no part, by reason.
    """
    found = {(gap.measure, gap.group): gap for gap in gaps}
    notes = footnotes.Notes()
    size_marks = (notes.mark(footnotes.size_note(found, units)),)
    columns = [
        Column(MEASURES[name], (notes.mark(footnotes.measure_note(MEASURES[name], found)),)) for name in GAP_MEASURES
    ]
    rows = [_all_row(found, units)]
    for group in GROUPS.values():
        rows += _group_rows(group, found, notes, units, (left_out or {}).get(group.id, {}))
    return GapTable(
        teacher_columns=tuple(column for column in columns if column.measure.role == "TEACHER"),
        principal_columns=tuple(column for column in columns if column.measure.role == "PRINCIPAL"),
        size_marks=size_marks,
        rows=tuple(rows),
        notes=notes.texts,
        general_notes=footnotes.general_notes(units),
    )


def _all_row(found: Found, units: str) -> Row:
    """All units together; the same in every group's rows, so the first group that has the figure gives it."""
    rows = {name: _first(found, name) for name in GAP_MEASURES}
    cells = tuple(_rate_cell(name, row, "all") for name, row in rows.items())
    return Row(f"All {units}", "all", None, _size(list(rows.values()), "all"), cells)


def _first(found: Found, measure: str) -> GapFields | None:
    rows = [found[measure, group] for group in GROUPS if (measure, group) in found]
    return next((row for row in rows if row.all_rate is not None), rows[0] if rows else None)


def _group_rows(
    group: Grouping, found: Found, notes: footnotes.Notes, units: str, left_out: Mapping[str, int]
) -> list[Row]:
    rows = {name: found.get((name, group.id)) for name in GAP_MEASURES}
    parts = next((row.parts for row in rows.values() if row is not None and row.parts), None)
    part = footnotes.PARTS.get(parts, "quartile")
    note = (notes.mark(footnotes.group_note(group, units, left_out, parts)),)
    ends: list[tuple[Side, str]] = [("focal", "top"), ("reference", "bottom")]
    lines = [
        Row(
            heading=f"{units.capitalize()} in the {end} {part} of {group.students}",
            side=side,
            group=group,
            size=_size(list(rows.values()), side),
            cells=tuple(_rate_cell(name, row, side) for name, row in rows.items()),
            marks=note,
        )
        for side, end in ends
    ]
    cells = tuple(_gap_cell(name, row, notes, units) for name, row in rows.items())
    return [*lines, Row(f"{group.title}: equity gap", "gap", group, None, cells)]


def _rate_cell(measure: str, row: GapFields | None, side: Side) -> Cell:
    if row is None:
        return Cell(MEASURES[measure], None, reason="not_submitted")
    rate, people = getattr(row, f"{side}_rate"), getattr(row, f"{side}_numerator")
    return Cell(
        MEASURES[measure],
        row,
        rate=rate,
        people=people,
        reason="" if rate is not None else row.reason or _why_nothing(row),
    )


def _why_nothing(row: GapFields) -> str:
    """Of a row whose gap districts see, the whole may not be theirs to see."""
    return "too_few_districts" if getattr(row, "seen_by", "") == DISTRICTS else "not_submitted"


def _gap_cell(measure: str, row: GapFields | None, notes: footnotes.Notes, units: str) -> Cell:
    if row is None:
        return Cell(MEASURES[measure], None, reason="not_submitted")
    marks = footnotes.gap_marks(row, notes, units)
    return Cell(MEASURES[measure], row, difference=row.difference, reason=row.reason, marks=marks)


def _size(rows: Sequence[GapFields | None], side: Side) -> Size:
    """The first teacher and the first principal measure with a figure say how many people stand behind the row."""
    known = [row for row in rows if row is not None and getattr(row, f"{side}_denominator") is not None]
    widest = max(known, key=lambda row: getattr(row, f"{side}_schools"), default=None)
    teachers = next((row for row in known if MEASURES[row.measure].role == "TEACHER"), None)
    principals = next((row for row in known if MEASURES[row.measure].role == "PRINCIPAL"), None)
    return Size(
        units=getattr(widest, f"{side}_schools", None),
        missing=getattr(widest, f"{side}_missing", 0),
        teachers=getattr(teachers, f"{side}_denominator", None),
        principals=getattr(principals, f"{side}_denominator", None),
    )
