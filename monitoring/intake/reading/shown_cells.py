"""Cells as a workbook shows them, where the parser hands over something else: the parts of one that are stored of a
percentage, and nothing where a formula has failed and people see #REF! or #DIV/0!.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from string import ascii_uppercase

import polars as pl

from monitoring.intake.reading.refusal import FileRefused

WINDOW = 4 << 20
CELLS: dict[str, pl.DataType | type[pl.DataType]] = {
    "place": pl.UInt32,
    "row": pl.UInt32,
    "is_percent": pl.Boolean,
    "error": pl.String,
}
ID = re.compile(r'\bnumFmtId="([0-9]+)"')
FORMAT = re.compile(r'<numFmt\b[^>]*?\bformatCode="([^"]*)"[^>]*>')
STYLES = re.compile(r"<cellXfs\b.*?</cellXfs>", re.DOTALL)
BUILT_IN = {"9", "10"}  # 0% and 0.00%
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # of a format: text, and what is no sign for digits
CELL = (  # one that is not empty: its column, row, style, type and what stands there of an error
    r'<c r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?(?: [^>]*[^/>])?>'
    r"(?:<f[ >][^<]*</f>|<f\b[^>]*/>)?<(?:v|is)\b(?:>(#[^<]*))?"
)

PLACES = {
    "".join(name): place for place, name in enumerate([*product(ascii_uppercase), *product(ascii_uppercase, repeat=2)])
}


def show_cells(frame: pl.DataFrame, archive: zipfile.ZipFile, part: str | None, *, errors: bool) -> pl.DataFrame:
    """The text cells of a sheet, which is this part of the archive, with those formatted as percentages as they are
    shown, but unrounded: 0.954 as 95.4%; and with the errors, if there are any.

    Where the sheet's markup does not lie as the parser has read it, nothing is changed, and errors are not passed
    over.
    """
    styles = _percent_styles(archive) if part else []
    if not (styles or errors):
        return frame
    cells = pl.concat(list(_cells(archive, part, styles))) if part else pl.DataFrame(schema=CELLS)
    first, last, rows = cells.select(pl.col("place").min(), last=pl.col("place").max(), rows=pl.col("row").max()).row(0)
    if not cells.height or (last - first + 1, rows) != (frame.width, frame.height):
        if errors:
            raise FileRefused("E-FILE-UNREADABLE", "it holds errors such as #REF!")
        return frame
    percents = cells.filter("is_percent").partition_by("place", as_dict=True)
    wrong = cells.filter(pl.col("error").is_not_null()).partition_by("place", as_dict=True)
    frame = frame.with_columns(
        _shown(frame.to_series(int(place) - first), some["row"] - 1) for (place,), some in sorted(percents.items())
    )
    return frame.with_columns(
        frame.to_series(int(place) - first).scatter(some["row"] - 1, some["error"])
        for (place,), some in sorted(wrong.items())
    )


def _shown(column: pl.Series, rows: pl.Series) -> pl.Series:
    """A column with these rows as percentages; what is no number stays."""
    stored = column.gather(rows)
    number = (100 * stored.cast(pl.Float64, strict=False)).round(8)
    return column.scatter(rows, (number.cast(pl.String).str.replace(r"\.0$", "") + "%").fill_null(stored))


def _percent_styles(archive: zipfile.ZipFile) -> list[str]:
    """The numbers by which cells name the styles that show percentages."""
    try:
        text = archive.read("xl/styles.xml").decode(errors="replace")
    except KeyError:
        return []
    own = {
        number.group(1)
        for one in FORMAT.finditer(text)
        if "%" in LITERAL.sub("", html.unescape(one.group(1))) and (number := ID.search(one.group(0)))
    }
    listed = STYLES.search(text)
    used = ID.findall(listed.group(0)) if listed else []
    return [str(place) for place, number in enumerate(used) if number in BUILT_IN | own]


def part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The member of the archive that holds a sheet."""
    try:
        book, links = (archive.read(f"xl/{name}").decode() for name in ("workbook.xml", "_rels/workbook.xml.rels"))
    except (KeyError, UnicodeDecodeError):
        return None
    named = {
        html.unescape(_attribute(tag, "name")): _attribute(tag, "r:id") for tag in re.findall(r"<sheet [^>]*>", book)
    }
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in re.findall(r"<Relationship [^>]*>", links)}
    target = targets.get(named.get(sheet, ""), "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return part if part in archive.namelist() else None


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found.group(1) if found else ""


def _cells(archive: zipfile.ZipFile, part: str, styles: list[str]) -> Iterator[pl.DataFrame]:
    """The cells with content, a window of markup at a time. Grain: as CELLS; rows count from 1."""
    is_percent = pl.col("style").is_in(styles) & (pl.col("type").is_null() | (pl.col("type") == "n"))
    place = pl.col("letters").replace_strict(PLACES, return_dtype=pl.UInt32)
    groups = pl.col("tag").str.extract_groups(CELL).struct.rename_fields(["letters", "row", "style", "type", "error"])
    for window in _windows(archive, part):
        tags = pl.DataFrame({"tag": pl.Series([window]).str.extract_all(CELL).explode()}).drop_nulls()
        cells = tags.select(groups).unnest("tag")
        error = pl.when(pl.col("type") == "e").then("error")
        yield cells.select(place=place, row="row", is_percent=is_percent.fill_null(False), error=error).cast(CELLS)  # type: ignore[arg-type]


def _windows(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    """The markup in pieces none of which ends within a cell."""
    rest = b""
    with archive.open(part) as stream:
        for piece in iter(lambda: stream.read(WINDOW), b""):
            whole, mark, rest = (rest + piece).rpartition(b"<c ")
            rest = mark + rest
            if len(rest) > WINDOW:  # no cell is so long: no more of them come
                whole, rest = whole + rest, b""
            yield whole.decode(errors="replace")
    yield rest.decode(errors="replace")
