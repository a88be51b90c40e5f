"""The gap table in the layout of the plan's Table 1, with the notes that its own definitions give it.

Rows: all schools; then for each student group the schools at both ends and the gap between them. Columns: the measures,
teachers' before principals'. Nothing is computed here: each cell shows one stored row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from monitoring.analysis.cuts import SCOPES, STATEWIDE, Scope, part_words
from monitoring.analysis.definitions.in_force import shipped_in_force
from monitoring.analysis.groups import GROUPS, Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.notes import Notes, group_note

from . import footnotes, shown_measures
from .footnotes import Worded
from .models.gaps import GapFields

Side = Literal["all", "focal", "reference", "gap"]
Found = Mapping[tuple[str, str], GapFields]
Counted = Mapping[str, frozenset[str]]  # per role, the measures whose people Nt and Np are


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


class Span(NamedTuple):
    """The smallest and the largest number among the columns of a row."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Size:
    """How many units, teachers and principals stand behind the figures of a row; None where not known. `asked`: units
    with and without a figure.
    """

    units: Span | None
    asked: Span | None
    teachers: Span | None
    principals: Span | None


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
    gaps: Sequence[GapFields],
    *,
    units: str = "schools",
    left_out: Mapping[str, Mapping[str, int]] | None = None,
    variants: bool = False,
    worded: Worded | None = None,
) -> GapTable:
    """Lay out the gaps of one school year, scope and partition: at most one row per (measure, group).

    `units`: what is compared, 'schools' or 'districts'. `left_out`: per group, how many units take no part, by reason.
    `variants`: of the parts and variants of measures, and not of the main ones. `worded`: a measure in the words of the
    definition that made a gap.
    """
    measures = shown_measures.of_gaps(gaps, variants=variants)
    names, worded = {measure.id for measure in measures}, worded or shipped_in_force().worded
    ordered = sorted(gaps, key=lambda gap: (gap.measure, gap.group))
    found = {(gap.measure, gap.group): gap for gap in ordered if gap.measure in names}
    notes = Notes()
    size_marks = (notes.mark(footnotes.size_note(found, units, worded)),)
    columns = [Column(one, (notes.mark(footnotes.measure_note(one, found, worded)),)) for one in measures]
    counted = {
        role: frozenset(next(iter(footnotes.bases(found, role, worded).values()), ())) for role in footnotes.ROLES
    }
    rows = [_all_row(measures, found, units, counted)]
    for group in GROUPS.values():
        rows += _group_rows(group, measures, found, notes, units, counted, (left_out or {}).get(group.id, {}))
    return GapTable(
        teacher_columns=tuple(column for column in columns if column.measure.role == "TEACHER"),
        principal_columns=tuple(column for column in columns if column.measure.role == "PRINCIPAL"),
        size_marks=size_marks,
        rows=tuple(rows),
        notes=notes.texts,
        general_notes=footnotes.general_notes(units),
    )


def _all_row(measures: Iterable[Measure], found: Found, units: str, counted: Counted) -> Row:
    """All units together; the same in every group's rows, so the first group that has the figure gives it."""
    rows = {measure: _first(found, measure.id) for measure in measures}
    cells = tuple(_rate_cell(measure, row, "all") for measure, row in rows.items())
    return Row(f"All {units}", "all", None, _size(list(rows.values()), "all", counted), cells)


def _first(found: Found, measure: str) -> GapFields | None:
    rows = [found[measure, group] for group in GROUPS if (measure, group) in found]
    return next((row for row in rows if row.all_rate is not None), rows[0] if rows else None)


def _group_rows(
    group: Grouping, measures: Iterable[Measure], found: Found, notes: Notes, units: str, counted: Counted,
    left_out: Mapping[str, int],
) -> list[Row]:  # fmt: skip
    rows = {measure: found.get((measure.id, group.id)) for measure in measures}
    cut, scope = _cut(group, rows.values())
    year = next((row.school_year for row in rows.values() if row), None)
    note = (notes.mark(group_note(group, units, left_out, cut, scope, year)),)
    ends: list[tuple[Side, str]] = [("focal", "top"), ("reference", "bottom")]
    lines = [
        Row(
            heading=f"{units.capitalize()} in the {end} {part_words(cut, end)} of {group.students}",
            side=side,
            group=group,
            size=_size(list(rows.values()), side, counted),
            cells=tuple(_rate_cell(measure, row, side) for measure, row in rows.items()),
            marks=note,
        )
        for side, end in ends
    ]
    cells = tuple(_gap_cell(measure, row, notes, units) for measure, row in rows.items())
    return [*lines, Row(f"{group.title}: equity gap", "gap", group, None, cells)]


def _cut(group: Grouping, rows: Iterable[GapFields | None]) -> tuple[str, Scope]:
    """Which ends were compared, among which units; of a place that was not divided, those of the definition."""
    known = [row for row in rows if row is not None]
    scope = SCOPES[known[0].scope] if known else STATEWIDE
    return next((row.cut for row in known if row.cut), group.cut.id), scope


def _rate_cell(measure: Measure, row: GapFields | None, side: Side) -> Cell:
    if row is None:
        return Cell(measure, None, reason="not_submitted")
    rate, people = getattr(row, f"{side}_rate"), getattr(row, f"{side}_numerator")
    return Cell(
        measure,
        row,
        rate=rate,
        people=people,
        reason=getattr(row, f"{side}_reason"),
    )


def _gap_cell(measure: Measure, row: GapFields | None, notes: Notes, units: str) -> Cell:
    if row is None:
        return Cell(measure, None, reason="not_submitted")
    marks = footnotes.gap_marks(row, notes, units)
    return Cell(measure, row, difference=row.difference, reason=row.reason, marks=marks)


def _size(rows: Sequence[GapFields | None], side: Side, counted: Counted) -> Size:
    """Of all columns with a figure, how many units; of those that count the same people, how many these are."""
    known = [row for row in rows if row is not None and getattr(row, f"{side}_rate") is not None]
    units = [getattr(row, f"{side}_schools") for row in known]
    people = {
        role: [getattr(row, f"{side}_denominator") for row in known if row.measure in counted[role]] for role in counted
    }
    return Size(
        units=_span(units),
        asked=_span([number + getattr(row, f"{side}_missing") for number, row in zip(units, known, strict=True)]),
        teachers=_span(people["TEACHER"]),
        principals=_span(people["PRINCIPAL"]),
    )


def _span(numbers: Sequence[Decimal]) -> Span | None:
    return Span(min(numbers), max(numbers)) if numbers else None
