"""Row by row what a file changes: which rows are added, changed and removed, and in what. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.changes.difference import FIGURES
from monitoring.intake.changes.paired_rows import KEYS, NOW, Paired, differs
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import figure_title

REMOVED, CHANGED, ADDED = KINDS = ("removed", "changed", "added")

# One row a cell that is another, or a row that is added or removed; ready to be shown. `row` stands in the new file,
# `earlier_row` in the one before. A blank cell is ''.
CHANGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "change": pl.Enum(KINDS),
    "row": pl.UInt32,
    "earlier_row": pl.UInt32,
    "org_code": pl.String,
    "of": pl.String,
    "column": pl.Categorical,
    "was": pl.String,
    "now": pl.String,
}
PLACES = ("row", "earlier_row")
LISTED = 100_000  # rows of each kind of change that are listed, the first of their file; the counts are of all
LAYOUTS = {report.dataset: report for report in REPORTS.values() if report.number}
SAYS_NA = "does_not_apply"


def list_changes(paired: Paired, dataset: str) -> pl.DataFrame:
    """What differs, in the columns of CHANGES: removed, changed, added, each in the order of its file. Of rows on
    persons only where they stand and the titles of columns: no cell, and nobody's id or place.
    """
    removed = _first(paired.removed.rename({"row_number": "earlier_row"}), "earlier_row")
    added = _first(paired.added.rename({"row_number": "row"}), "row")
    both = paired.both.filter(paired.differs).rename({"row_number": "earlier_row", f"row_number{NOW}": "row"})
    both = _first(both, "row")
    cells = [both.filter(cell.differs).with_columns(cell.shown) for cell in _cells(both, paired, dataset)]
    parts = ((REMOVED, [removed]), (CHANGED, cells), (ADDED, [added]))
    shaped = [_in_shape(frame, kind, dataset) for kind, frames in parts for frame in frames]
    whole = pl.concat([pl.DataFrame(schema=CHANGES), *shaped])
    return whole.sort("change", pl.coalesce(PLACES), maintain_order=True)


def _first(rows: pl.DataFrame, place: str) -> pl.DataFrame:
    """The first LISTED rows of a file."""
    return rows if rows.height <= LISTED else rows.bottom_k(LISTED, by=place)


def count_changes(paired: Paired) -> dict[str, int]:
    """How many rows of each kind."""
    changed = paired.both.filter(paired.differs).height
    return {REMOVED: paired.removed.height, CHANGED: changed, ADDED: paired.added.height}


def _is_on_persons(dataset: str) -> bool:
    return dataset in LAYOUTS and bool(LAYOUTS[dataset].persons)


def _in_shape(rows: pl.DataFrame, kind: str, dataset: str) -> pl.DataFrame:
    """The columns of CHANGES, of rows that have some of them, with what the rows are of where this may be said."""
    keys = () if _is_on_persons(dataset) else KEYS[dataset]
    others = [_key_text(name, dataset) for name in keys if name != "org_code"]
    made = {
        "change": pl.lit(kind),
        "of": pl.concat_str(others, separator=", ", ignore_nulls=True) if others else pl.lit(None),
        **{name: pl.col(name) for name in rows.columns if name in (*PLACES, "column", "was", "now")},
        **({"org_code": pl.col("org_code")} if "org_code" in keys else {}),
    }
    return rows.select(made.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in CHANGES.items())


def _key_text(name: str, dataset: str) -> pl.Expr:
    kind, column = FIGURES.get(dataset, ("", ""))
    figures = {figure for report in REPORTS.values() for figure in report.figures if figure[0] == kind}
    titles = {figure[1]: figure_title(figure) for figure in figures} if name == column else {}
    return pl.col(name).cast(pl.String).replace(titles)


@dataclass(frozen=True)
class _Cell:
    """A column in which rows may differ. `is_kept`: it is in the rows; of others only whether they say NA is known."""

    name: str
    declared: Column | None
    dtype: pl.DataType | None
    may_say_na: bool
    is_quoted: bool

    @property
    def title(self) -> str:
        return self.declared.title if self.declared else self.name.replace("_", " ")

    @property
    def differs(self) -> pl.Expr:
        kept = [differs(self.name)] if self.dtype is not None else []
        na = [self._says_na("") != self._says_na(NOW)] if self.may_say_na else []
        return pl.any_horizontal(pl.lit(False), *kept, *na)

    @property
    def shown(self) -> list[pl.Expr]:
        """`column` and, where cells may be quoted, what stood and stands in it."""
        quoted = [self._text("").alias("was"), self._text(NOW).alias("now")] if self.is_quoted else []
        return [pl.lit(self.title).alias("column"), *quoted]

    def _text(self, end: str) -> pl.Expr:
        value = pl.col(f"{self.name}{end}") if self.dtype is not None else pl.lit(None, pl.String)
        if self.dtype is not None and self.dtype.is_numeric():
            number = (value / SCALE).round(4) if self._is_amount else value
            value = number.cast(pl.String).str.strip_suffix(".0")
        text = value.cast(pl.String).fill_null("")
        return pl.when(self._says_na(end)).then(pl.lit("NA")).otherwise(text) if self.may_say_na else text

    @property
    def _is_amount(self) -> bool:
        """Whether it is kept in ten-thousandths of its unit."""
        kind = self.declared.kind if self.declared else Kind.COUNT
        return self.dtype == pl.Int64 and kind.numeric and kind is not Kind.COUNT

    def _says_na(self, end: str) -> pl.Expr:
        return pl.col(f"{SAYS_NA}{end}").list.contains(self.name).fill_null(False)


def _cells(rows: pl.DataFrame, paired: Paired, dataset: str) -> Iterator[_Cell]:
    """Every column in which rows may differ, in the order of the layout."""
    layout, may_say_na = LAYOUTS.get(dataset), SAYS_NA in rows.columns
    declared = {column.name: column for column in layout.columns} if layout else {}
    kept = {name: rows.schema[name] for name in paired.contents if name != SAYS_NA}
    for name in dict.fromkeys([*declared, *kept]):
        if name in kept or may_say_na:
            yield _Cell(name, declared.get(name), kept.get(name), may_say_na, not _is_on_persons(dataset))
