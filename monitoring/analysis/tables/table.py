"""A table that is filled: cells that know what they are of, rows and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, Protocol

from monitoring.analysis.measure import Measure
from monitoring.analysis.reasons import PHRASES

Statistic = Literal["all", "focal", "reference", "difference", "ratio"]


class TableGap(Protocol):
    """What a table needs of a stored gap."""

    method: str
    scope: str
    partition: str
    school_year: int
    window: str
    measure: str
    group: str
    cut: str
    years_used: Sequence[int]
    focal_schools: int
    focal_missing: int
    focal_numerator: Decimal | None
    focal_denominator: Decimal | None
    focal_rate: float | None
    focal_reason: str
    reference_schools: int
    reference_missing: int
    reference_numerator: Decimal | None
    reference_denominator: Decimal | None
    reference_rate: float | None
    reference_reason: str
    all_schools: int
    all_missing: int
    all_numerator: Decimal | None
    all_denominator: Decimal | None
    all_rate: float | None
    all_reason: str
    difference: float | None
    ratio: float | None
    unit: str
    verdict: str
    reason: str
    ratio_reason: str
    break_text: str
    definition_hash: str


@dataclass(frozen=True)
class Address:
    """What a cell is of, by the names of the stored gap and the number of it that is printed. No two cells of a table
    have the same; what is of all units stands in the gaps of every group, and bears the name of the table's first.
    """

    method: str
    measure: str
    window: str
    group: str
    scope: str
    partition: str
    school_year: int
    statistic: Statistic


@dataclass(frozen=True)
class Cell:
    """`value` as it is printed and `beneath` it, how many or what may be said; or the code of the `reason` why there is
    none. `number`: unrounded; `verdict`: the code of what may be said of a difference.
    """

    address: Address
    number: float | None
    value: str = ""
    beneath: str = ""
    reason: str = ""
    marks: tuple[int, ...] = ()
    verdict: str = ""

    @property
    def text(self) -> str:
        """In one line: '1.2 (N=412)', or why there is no figure."""
        if self.number is None:
            return PHRASES.get(self.reason, self.reason.replace("_", " "))
        return f"{self.value} ({self.beneath})" if self.beneath else self.value


@dataclass(frozen=True)
class Row:
    """`size`: how many units and people stand behind it; `is_gap`: the row that the others lead to."""

    heading: str
    cells: tuple[Cell, ...]
    size: str = ""
    is_gap: bool = False
    marks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A measure over `width` columns of the table."""

    measure: Measure
    window: str
    width: int
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """Ready to be printed. `notes[i]` is footnote i + 1; `parts` name the columns under each heading, where there are
    several. `why_empty`: in a sentence, where there are no rows.
    """

    number: int
    title: str
    stub: str
    headings: tuple[Heading, ...]
    parts: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    general_notes: tuple[str, ...]
    why_empty: str = ""

    def cell(self, address: Address) -> Cell:
        """The one cell of an address; KeyError where the table has none."""
        return self._cells[address]

    @cached_property
    def _cells(self) -> dict[Address, Cell]:
        return {cell.address: cell for row in self.rows for cell in row.cells}
