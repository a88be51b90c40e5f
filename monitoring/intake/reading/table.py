"""A file as a table of text cells: what reading yields, whatever the format was."""

from __future__ import annotations

import dataclasses

import polars as pl

from monitoring.intake.garbled import with_pairs_shown
from monitoring.intake.reading.refusal import Note

# No-break and zero-width spaces, direction marks and byte order marks: invisible in a spreadsheet, fatal in a
# comparison.
NARROW = {"row_number": pl.UInt32, "fields": pl.UInt32}
INVISIBLE = "[\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff]"


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """`cells`: row_number UInt32 (1 = first row of the file) and c0, c1, … as text without surrounding blanks, null
    where blank.

    Only rows with content stand in it. `broken_rows` could not be cut into cells; in the middle of `cut_row` the file
    ends. `narrow`: the rows that have fewer fields than the widest one, and how many; a sheet has none.
    `has_at`: an at sign may stand in it. `others`: what stands at the top of the workbook's other sheets, by name, row
    by row.
    """

    cells: pl.DataFrame
    format: str
    sheet: str = ""
    dialect: str = ""
    notes: tuple[Note, ...] = ()
    broken_rows: tuple[int, ...] = ()
    cut_row: int | None = None
    has_at: bool = True
    others: tuple[tuple[str, list[list[str | None]]], ...] = ()
    narrow: pl.DataFrame = dataclasses.field(default_factory=lambda: pl.DataFrame(schema=NARROW))

    @property
    def columns(self) -> list[str]:
        return [name for name in self.cells.columns if name != "row_number"]


def number_rows(raw: pl.DataFrame, *, is_tidy: bool = False) -> pl.DataFrame:
    """Tidy text cells with the number of their row. Grain out: one row a row of the file that holds anything.
    `is_tidy`: they are known to be so.
    """
    cells = raw if is_tidy else _tidied(raw)
    numbered = cells.with_row_index("row_number", offset=1)
    if not all(column.null_count() for column in cells):
        return numbered  # what is never blank stands in each row
    is_blank = cells.select(pl.all_horizontal(pl.all().is_null())).to_series()
    return numbered.filter(~is_blank) if is_blank.any() else numbered


def _tidied(raw: pl.DataFrame) -> pl.DataFrame:
    tidy = (
        pl.all()
        .str.replace_all(INVISIBLE, " ")
        .str.replace_all(r'\A\s*="(.*)"\s*\z', "$1")  # ="04450105", how people keep leading zeros in a CSV
        .str.strip_chars()
        .str.replace_all(r"\s+", " ")
        .replace("", None)
    )
    return with_pairs_shown(raw).select(tidy)
