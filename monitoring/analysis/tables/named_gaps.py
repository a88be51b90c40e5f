"""The equity gaps that the plan gives a name: which cells of Table 1 each is, and what these say in words. Every number
and every judging word is that of a cell. Source: plan text, Equity Gaps 1 to 4.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.reasons import PHRASES
from monitoring.analysis.verdicts import CANNOT_TELL, HIGHER, LOWER, SAME, TOO_FEW

from .table import Address, Cell, Heading, Table


@dataclass(frozen=True)
class NamedGap:
    """`measures`: the columns of Table 1 whose gap rows it is, for every group of the table."""

    id: str
    number: int
    title: str
    measures: tuple[str, ...]


NAMED_GAPS: tuple[NamedGap, ...] = (
    NamedGap("turnover", 1, "Educator turnover", ("T_TURN", "P_TURN")),
    NamedGap("first_year", 2, "First-year teachers", ("T_EXP_LT1", "T_EXP_LT4")),
    NamedGap("absence", 3, "Educator absence", ("T_ABS_GT10", "P_ABS_GT10")),
    NamedGap("climate", 4, "Teachers' satisfaction with the school climate", ("T_SATIS",)),
)


@dataclass(frozen=True)
class Told:
    """A named gap in words. `cells`: those that the sentences speak of, in their order."""

    gap: NamedGap
    sentences: tuple[str, ...]
    cells: tuple[Cell, ...]


def tell(table: Table) -> tuple[Told, ...]:
    """Every named gap of a filled Table 1."""
    return tuple(_tell(gap, table) for gap in NAMED_GAPS)


def _tell(gap: NamedGap, table: Table) -> Told:
    headings = [heading for heading in table.headings if heading.measure.id in gap.measures]
    cells = {heading.measure.id: _gap_cells(heading, table) for heading in headings}
    sentences = tuple(_sentence(heading, cells[heading.measure.id], table) for heading in headings)
    return Told(gap, sentences, tuple(cell for some in cells.values() for cell in some))


def _gap_cells(heading: Heading, table: Table) -> list[Cell]:
    return [
        cell for row in table.rows if row.is_gap for cell in row.cells if cell.address.measure == heading.measure.id
    ]


def _sentence(heading: Heading, cells: list[Cell], table: Table) -> str:
    """What is known of one measure, a clause a group; where nothing is, why."""
    title = heading.measure.title
    if all(cell.number is None for cell in cells):
        why = dict.fromkeys(PHRASES.get(cell.reason, cell.reason) for cell in cells)
        return f"{title}: no gap can be shown ({'; '.join(why)})."
    pooled = ", three years taken together" if heading.window != "1" else ""
    return f"{title}{pooled}: {'; '.join(_clause(cell, table) for cell in cells)}."


def _clause(cell: Cell, table: Table) -> str:
    """One group: the gap with both rates, and no more than its verdict allows."""
    students = GROUPS[cell.address.group].students
    if cell.number is None:
        return f"for {students} no gap can be shown ({PHRASES.get(cell.reason, cell.reason)})"
    rates = " against ".join(f"{_end(cell.address, side, table).value}%" for side in ("focal", "reference"))
    points = f"{cell.value} percentage {'point' if cell.value == '1.0' else 'points'}"
    return _WORDS[cell.verdict].format(students=students, points=points, rates=rates)


def _end(address: Address, side: str, table: Table) -> Cell:
    return table.cell(Address(**{**vars(address), "statistic": side}))


_WORDS = {
    HIGHER: "with regard to {students} a gap of {points} ({rates})",
    LOWER: "with regard to {students} a difference of {points} ({rates}), so that it is those with the fewest of them "
    "who have less access",
    SAME: "with regard to {students} about the same at both ends ({rates})",
    CANNOT_TELL: "with regard to {students} a difference of {points} ({rates}), of which these figures cannot tell "
    "whether it is a gap",
    TOO_FEW: "with regard to {students} a difference of {points} ({rates}), which rests on too few to say whether it "
    "is a gap",
}
