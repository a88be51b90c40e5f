"""XLSX to text cells.

The archive is inspected before any of it is unpacked; formulas are never evaluated, macros never run.
"""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from typing import Any

import polars as pl

from monitoring.intake.reading.limits import Limits
from monitoring.intake.reading.refusal import FileRefused, Note
from monitoring.intake.reading.shown_cells import part_of, show_cells
from monitoring.intake.reading.table import Table, number_rows

PICTURES = "xl/media/"
DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FORMULA = re.compile(rb"<f[ >/]")
UNSAVED = re.compile(  # as programs write it that do not calculate; Excel says of an empty text that it is one
    rb'<c (?![^>]*\bt="str")[^>]*>(?:<f>[^<]*</f>|<f\s[^>]*[^/>]>[^<]*</f>|<f\s[^>]*/>)(?:<v\s*/>|<v></v>)?</c>'
)
ERROR = b' t="e"'
FAR_CELL = re.compile(rb'<c r="[A-Z]{3}[0-9]')
MERGED = re.compile(rb'<mergeCell ref="[A-Z]+[0-9]+:[A-Z]+([0-9]+)"')
ROW = re.compile(rb'<row [^>]*?\br="([0-9]+)"')
CHUNK = 1 << 20
OVERLAP = 10_000  # bytes: a formula has 8,192 characters at most
WIDTH = 3  # cells; no report has fewer columns
TOP, MOST_OTHERS, WIDEST = 40, 20, 300  # rows and cells that are told of other sheets, and of how many of these
LISTS = "codes (equityplan)"  # hidden in our own blank workbooks: codes to choose from


def read_workbook(content: io.BytesIO, limits: Limits) -> Table:
    """The first visible sheet that holds a table, else the first that holds anything. Grain out: one row a row of the
    sheet.
    """
    met = _inspect(content, limits)
    frame, shown, more = _load(content, limits, met)
    sheet, *others = shown
    tops = tuple((one.name, _top(one)) for one in others[:MOST_OTHERS])
    return Table(cells=number_rows(frame), format="xlsx", sheet=sheet.name, notes=(*met.notes, *more), others=tops)


def _inspect(content: io.BytesIO, limits: Limits) -> _Markup:
    """Everything that can be known, and must be refused, before a parser unpacks the archive into memory."""
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            _check_members(members, limits)
            return _check_content(archive, members, limits)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise FileRefused("E-FILE-DAMAGED", "workbook") from error
    except Exception as error:
        if type(error).__module__.startswith(("zlib", "lzma", "bz2")):
            raise FileRefused("E-FILE-DAMAGED", "workbook") from error
        raise


def _check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len({member.filename for member in members}) < len(members):
        raise FileRefused("E-FILE-DAMAGED", "workbook")  # one program would read the first, another the last
    if len(members) > limits.parts:
        raise FileRefused("E-FILE-TOO-MANY-PARTS", f"{len(members):,}", f"{limits.parts:,}")
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused("E-FILE-ENCRYPTED")
    for member in members:
        if (
            member.filename.startswith(("/", "\\"))
            or ".." in re.split(r"[/\\]", member.filename)
            or ":" in member.filename[:3]
        ):
            raise FileRefused("E-FILE-UNSAFE-PATH")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise _unpacks_too_large(f"{unpacked / 1024 / 1024:,.0f} MB", limits)


def _unpacks_too_large(found: str, limits: Limits) -> FileRefused:
    return FileRefused("E-FILE-UNPACKS-TOO-LARGE", found, f"{limits.unpacked_bytes / 1024 / 1024:,.0f} MB")


@dataclasses.dataclass
class _Markup:
    """What one pass over the unpacked markup has met. `errors`, `unsaved`: parts with cells that hold an error of the
    spreadsheet, or a formula whose value was never saved.
    """

    formulas: bool = False
    macros: bool = False
    merged_to: int = 0
    errors: set[str] = dataclasses.field(default_factory=set)
    unsaved: set[str] = dataclasses.field(default_factory=set)

    def look(self, part: str, window: bytes) -> None:
        self.merged_to = max([self.merged_to, *map(int, MERGED.findall(window))])
        if ERROR in window:
            self.errors.add(part)
        if FORMULA.search(window):
            self.formulas = True
            if UNSAVED.search(window):
                self.unsaved.add(part)

    @property
    def notes(self) -> list[Note]:
        merged = [Note("I-FILE-MERGED-CELLS", row_number=self.merged_to)] if self.merged_to else []
        met = (("I-FILE-FORMULAS", self.formulas), ("I-FILE-MACROS", self.macros))
        return [*merged, *(Note(rule) for rule, found in met if found)]


def _check_content(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> _Markup:
    """One pass over the unpacked parts, a piece at a time: sizes as they are and not as declared, entities, far cells,
    formulas. A sheet may lie under any name; only pictures hold no markup of a workbook.
    """
    left = limits.unpacked_bytes
    met = _Markup(macros=any(member.filename.endswith("vbaProject.bin") for member in members))
    for member in members:
        is_picture, tail = member.filename.startswith(PICTURES), b""
        with archive.open(member) as stream:
            for piece in iter(lambda stream=stream: stream.read(CHUNK), b""):  # type: ignore[misc]
                left -= len(piece)
                if left < 0:
                    raise _unpacks_too_large("more than it declares", limits)
                if is_picture:
                    continue
                window = tail + piece
                if DECLARATION.search(window):
                    raise FileRefused("E-FILE-ENTITIES")
                _check_extent(window, limits)
                met.look(member.filename, window)
                tail = window[-OVERLAP:]
    return met


def _check_extent(window: bytes, limits: Limits) -> None:
    """One stray cell at XFD1048576 would make the parser lay out seventeen billion cells."""
    if FAR_CELL.search(window):
        raise FileRefused("E-FILE-TOO-MANY-COLUMNS", "703 or more", f"{limits.columns:,}")
    rows = ROW.findall(window)
    if rows and (last := max(map(int, rows))) > limits.rows:
        raise FileRefused("E-FILE-TOO-MANY-ROWS", f"{last:,}", f"{limits.rows:,}")


def _first_table(sheets: list[Any]) -> Any:
    """The first sheet with rows of at least WIDTH cells, which a cover sheet has none or one of."""

    def wide_rows(sheet: Any) -> int:
        cells = sheet.to_polars().select(pl.sum_horizontal(pl.all().is_not_null()).alias("cells"))
        return int((cells["cells"] >= WIDTH).sum())

    return next((sheet for sheet in sheets if sheet.width >= WIDTH and wide_rows(sheet) > 1), sheets[0])


def _top(sheet: Any) -> list[list[str | None]]:
    """The first rows of a sheet, by which it can be told what it holds."""
    return [list(row[:WIDEST]) for row in sheet.to_polars().head(TOP).cast(pl.String).iter_rows()]


def _load(content: io.BytesIO, limits: Limits, met: _Markup) -> tuple[pl.DataFrame, list[Any], list[Note]]:
    """The cells of the sheet that is read; the sheets that hold anything and are shown, this one first; remarks."""
    import fastexcel  # here, so that a worker's parent process never loads it

    try:
        workbook = fastexcel.read_excel(content.getvalue())
        names = workbook.sheet_names
        sheets = [workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string") for name in names]
    except fastexcel.FastExcelError as error:
        raise FileRefused("E-FILE-DAMAGED", "workbook") from error
    hidden = [one.name for one in sheets if one.visible != "visible" and one.height and one.name != LISTS]
    shown = [sheet for sheet in sheets if sheet.visible == "visible" and sheet.height]
    if not shown:
        raise FileRefused("E-FILE-NO-SHEET", ", ".join(hidden)) if hidden else FileRefused("E-FILE-EMPTY")
    first = _first_table(shown)
    if first.width > limits.columns:
        raise FileRefused("E-FILE-TOO-MANY-COLUMNS", f"{first.width:,}", f"{limits.columns:,}")
    frame = _as_shown(first, content, met)
    frame = frame.rename({name: f"c{position}" for position, name in enumerate(frame.columns)})
    others = [sheet for sheet in shown if sheet is not first]
    notes = [Note("I-FILE-OTHER-SHEETS", first.name, ", ".join(one.name for one in others))] if others else []
    if hidden:
        notes.append(Note("I-FILE-HIDDEN-SHEETS", first.name, ", ".join(hidden)))
    return frame, [first, *others], notes


def _as_shown(sheet: Any, content: io.BytesIO, met: _Markup) -> pl.DataFrame:
    with zipfile.ZipFile(content) as archive:
        part = part_of(archive, sheet.name)
        if met.unsaved and part in (None, *met.unsaved):
            raise FileRefused("E-FILE-NO-VALUES", sheet.name)
        errors = bool(met.errors) and part in (None, *met.errors)
        return show_cells(sheet.to_polars().cast(pl.String), archive, part, errors=errors)
