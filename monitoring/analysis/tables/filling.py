"""Tables from stored gaps. Nothing is compared here: each cell prints one number of one stored row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitoring.analysis import reasons, title_one_words
from monitoring.analysis.cuts import SCOPES, part_words
from monitoring.analysis.definitions.in_force import Defined, shipped_in_force
from monitoring.analysis.formatting import count, per_hundred, ratio, school_year
from monitoring.analysis.groups import GROUPS, Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.methods import METHODS
from monitoring.analysis.notes import Notes, group_note
from monitoring.analysis.verdicts import verdict_words

from . import chosen as choosing
from . import noted
from .definitions import TableDefinition
from .table import Address, Cell, Heading, Row, Statistic, Table, TableGap

STUBS = {"groups": "{units} by student group", "levels": "School level", "districts": "District"}
PARTS: Mapping[str, tuple[str, ...]] = {
    "rates": (),
    "differences": ("Difference, points", "Ratio"),
    "students": (METHODS["E"].focal, METHODS["E"].reference, "Difference, points"),
}
ENDS: tuple[tuple[Statistic, str], ...] = (("focal", "top"), ("reference", "bottom"))
LeftOut = Mapping[str, Mapping[str, int]]


@dataclass
class _Filling:
    """A table on its way: what it is filled from, and the notes so far."""

    definition: TableDefinition
    year: int
    gaps: Sequence[TableGap]
    notes: Notes
    left_out: LeftOut
    worded: Callable[[Defined], Measure]

    def __post_init__(self) -> None:
        self.found = choosing.by_key(self.gaps)
        self.columns = [choosing.choose(column, self.gaps) for column in self.definition.columns]

    def gap(self, column: tuple[str, str], group: str, partition: str) -> TableGap | None:
        return self.found.get((*column, group, partition))

    def address(self, column: tuple[str, str], group: str, partition: str, of: Statistic) -> Address:
        return Address(self.definition.method, *column, group, self.definition.scope, partition, self.year, of)


def build_table(
    definition: TableDefinition,
    gaps: Iterable[TableGap],
    *,
    year: int,
    places: Mapping[str, str] | None = None,
    left_out: LeftOut | None = None,
    worded: Callable[[Defined], Measure] | None = None,
) -> Table:
    """A table of one school year. `gaps`: those of its scope, in all windows. `places`: of tables by level or district,
    the names of all there are, in their order. `left_out`: per group, how many units take no part, by reason.
    `worded`: a measure in the words of the definition that made a gap.
    """
    of = _Filling(definition, year, list(gaps), Notes(), left_out or {}, worded or shipped_in_force().worded)
    headings = _headings(of)
    chosen, rule = _places(of, places or {})
    rows = ROWS[definition.kind](of, chosen)
    return Table(
        number=definition.number,
        title=f"{definition.heading}, {school_year(year)}",
        stub=_stub(definition),
        headings=headings,
        parts=PARTS[definition.kind],
        rows=tuple(rows),
        notes=of.notes.texts,
        general_notes=(*rule, *noted.general_notes(definition)),
        why_empty="" if rows else _why_empty(definition),
    )


def _stub(definition: TableDefinition) -> str:
    if definition.kind == "students":
        return "Student group"
    return STUBS[definition.rows].format(units=definition.units.capitalize())


def _headings(of: _Filling) -> tuple[Heading, ...]:
    pairs = zip(of.definition.columns, of.columns, strict=True)
    return tuple(
        Heading(
            MEASURES[chosen[0]],
            chosen[1],
            max(len(PARTS[of.definition.kind]), 1),
            (of.notes.mark(noted.column_note(column, chosen, of.gaps, of.worded)),),
        )
        for column, chosen in pairs
    )


def _places(of: _Filling, names: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The places that have a row, by name, and the rule by which they were chosen."""
    definition = of.definition
    if definition.rows == "districts":
        by = of.columns[1]
        codes = choosing.widest(of.gaps, by, definition.groups[0])
        return {code: names.get(code, code) for code in codes}, (choosing.selection_rule(by),)
    there = {gap.partition for gap in of.gaps if gap.group in definition.groups}
    return {place: name for place, name in names.items() if place in there}, ()


def _why_empty(definition: TableDefinition) -> str:
    if definition.rows == "districts":
        return "In no district is it clear that there is such a gap between its own schools."
    return "There are no figures by school level for this year."


def _rows_of_rates(of: _Filling, places: Mapping[str, str]) -> list[Row]:
    """All units; then for each group both ends and the gap between them."""
    first = of.definition.groups[0]
    everything = [_first_known(of, column) for column in of.columns]
    size_mark = (of.notes.mark(noted.size_note(of.definition.units)),)
    cells = [_rate(of, column, first, gap, "all") for column, gap in zip(of.columns, everything, strict=True)]
    rows = [Row(f"All {of.definition.units}", tuple(cells), _size(everything, "all", of), marks=size_mark)]
    for name in of.definition.groups:
        rows += _rows_of_group(of, GROUPS[name])
    return rows


def _first_known(of: _Filling, column: tuple[str, str]) -> TableGap | None:
    """The same in the rows of every group, so the first that has the figure gives it."""
    found = [gap for gap in (of.gap(column, group, "state") for group in of.definition.groups) if gap is not None]
    return next((gap for gap in found if gap.all_rate is not None), next(iter(found), None))


def _rows_of_group(of: _Filling, group: Grouping) -> list[Row]:
    gaps = [of.gap(column, group.id, "state") for column in of.columns]
    cut = _cut(group, gaps)
    marks = (_group_mark(of, group, cut),)
    rows = [
        Row(
            f"{of.definition.units.capitalize()} in the {end} {part_words(cut, end)} of {group.students}",
            tuple(_rate(of, column, group.id, gap, side) for column, gap in zip(of.columns, gaps, strict=True)),
            _size(gaps, side, of),
            marks=marks,
        )
        for side, end in ENDS
    ]
    differences = tuple(
        _difference(of, column, group.id, "state", gap) for column, gap in zip(of.columns, gaps, strict=True)
    )
    return [*rows, Row(f"{group.title}: equity gap, points", differences, is_gap=True)]


def _cut(group: Grouping, gaps: Iterable[TableGap | None]) -> str:
    """Which ends were compared; of a place that was not divided, those of the definition."""
    return next((gap.cut for gap in gaps if gap is not None and gap.cut), group.cut.id)


def _group_mark(of: _Filling, group: Grouping, cut: str) -> int:
    left_out = of.left_out.get(group.id, {})
    scope = SCOPES[of.definition.scope]
    return of.notes.mark(group_note(group, of.definition.units, left_out, cut, scope, of.year))


def _rows_of_differences(of: _Filling, places: Mapping[str, str]) -> list[Row]:
    """A row a group, or a row a place for the one group of the table."""
    if of.definition.rows == "groups":
        return [_of_differences(of, GROUPS[name], "state", _facing(of, GROUPS[name])) for name in of.definition.groups]
    group = GROUPS[of.definition.groups[0]]
    return [_of_differences(of, group, place, name) for place, name in places.items()]


def _rows_of_students(of: _Filling, places: Mapping[str, str]) -> list[Row]:
    """A row a group: the rates of both sides, with how many students, and their difference."""
    return [_of_students(of, GROUPS[name]) for name in of.definition.groups]


def _of_students(of: _Filling, group: Grouping) -> Row:
    gaps = [of.gap(column, group.id, "state") for column in of.columns]
    cells: list[Cell] = []
    for column, gap in zip(of.columns, gaps, strict=True):
        if gap is None and not MEASURES[column[0]].gap:
            cells += [_not_in_force(of, column, group.id, of_what) for of_what in ("focal", "reference", "difference")]
            continue
        cells += [_rate(of, column, group.id, gap, side) for side in ("focal", "reference")]
        cells.append(_difference(of, column, group.id, "state", gap))
    known = next((gap for gap in gaps if gap is not None and gap.difference is not None), None)
    size = f"{count(known.focal_schools)} Title I schools, {count(known.reference_schools)} others" if known else ""
    note = title_one_words.group_note(group, of.left_out.get(group.id, {}), of.year)
    return Row(group.title, tuple(cells), size, marks=(of.notes.mark(note),))


def _not_in_force(of: _Filling, column: tuple[str, str], group: str, statistic: Statistic) -> Cell:
    """Of what is compared by this method alone there is no row where no definition is in force."""
    return Cell(of.address(column, group, "state", statistic), None, reason=reasons.NOT_IN_FORCE)


def _facing(of: _Filling, group: Grouping) -> str:
    """Both ends by name, the focal one first (AN27)."""
    return f"{of.definition.units.capitalize()} with the most against those with the fewest {group.students}"


def _of_differences(of: _Filling, group: Grouping, partition: str, heading: str) -> Row:
    gaps = [of.gap(column, group.id, partition) for column in of.columns]
    cells: list[Cell] = []
    for column, gap in zip(of.columns, gaps, strict=True):
        cells += [
            _difference(of, column, group.id, partition, gap),
            _ratio(of.address(column, group.id, partition, "ratio"), gap),
        ]
    ends = [_ends(gap, of.definition.units) for gap in gaps if gap is not None and gap.difference is not None]
    return Row(heading, tuple(cells), next(iter(ends), ""), marks=(_group_mark(of, group, _cut(group, gaps)),))


def _ends(gap: TableGap, units: str) -> str:
    return f"{count(gap.focal_schools)} against {count(gap.reference_schools)} {units}"


def _rate(of: _Filling, column: tuple[str, str], group: str, gap: TableGap | None, side: Statistic) -> Cell:
    address = of.address(column, group, "state", side)
    if gap is None:
        return Cell(address, None, reason=reasons.NOT_SUBMITTED)
    rate, people = getattr(gap, f"{side}_rate"), getattr(gap, f"{side}_numerator")
    if rate is None or people is None:
        return Cell(address, None, reason=getattr(gap, f"{side}_reason") or gap.reason)
    if gap.method == "E":
        return Cell(address, rate, str(per_hundred(rate)), f"N={count(getattr(gap, f'{side}_denominator'))}")
    return Cell(address, rate, str(per_hundred(rate)), f"N={count(_in_a_year(gap, people))}")


def _in_a_year(gap: TableGap, people: Decimal) -> Decimal:
    """Of years taken together the average of a year, so that all N of a row are of the same size."""
    return people / max(len(gap.years_used), 1)


def _difference(of: _Filling, column: tuple[str, str], group: str, partition: str, gap: TableGap | None) -> Cell:
    address = of.address(column, group, partition, "difference")
    if gap is None or gap.difference is None:
        return Cell(address, None, reason=reasons.NOT_SUBMITTED if gap is None else gap.reason)
    marks = tuple(of.notes.mark(text) for text in noted.gap_notes(gap, of.definition.units))
    shown = str(per_hundred(gap.difference)).replace("-", "\N{MINUS SIGN}")
    return Cell(address, gap.difference, shown, verdict_words(gap.verdict, MEASURES[column[0]]), "", marks, gap.verdict)


def _ratio(address: Address, gap: TableGap | None) -> Cell:
    if gap is None or gap.ratio is None:
        return Cell(address, None, reason=reasons.NOT_SUBMITTED if gap is None else gap.ratio_reason or gap.reason)
    return Cell(address, gap.ratio, f"{ratio(gap.ratio)} times as large")


def _size(gaps: Iterable[TableGap | None], side: Statistic, of: _Filling) -> str:
    """How many units have a figure, and how many teachers and principals these have."""
    known = [gap for gap in gaps if gap is not None and getattr(gap, f"{side}_rate") is not None]
    if not known:
        return ""
    units = [getattr(gap, f"{side}_schools") for gap in known]
    parts = [f"{count(max(units))} {of.definition.units}"]
    for role, letter in (("TEACHER", "Nt"), ("PRINCIPAL", "Np")):
        people = [
            _in_a_year(gap, getattr(gap, f"{side}_denominator"))
            for gap in known
            if MEASURES[gap.measure].role == role and gap.unit in ("HEADCOUNT", "FTE")
        ]
        parts += [f"{letter}={count(max(people))}"] if people else []
    return ", ".join(parts)


ROWS: Mapping[str, Callable[[_Filling, Mapping[str, str]], list[Row]]] = {
    "rates": _rows_of_rates,
    "differences": _rows_of_differences,
    "students": _rows_of_students,
}
