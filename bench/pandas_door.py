"""A CSV file as columns of texts: its encoding, its separator, and whether each line has as many fields as the header.

What is written as machines write it is read in one go; else each line is looked at.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from bench.pandas_texts import has_blanks, read_as
from monitoring.intake.reading.table import INVISIBLE

SEPARATORS = ",;\t|"
QUOTED = r'"(?:[^"]|"")*"'
AS_TEXTS = {  # each different text once, and codes that point to it
    "dtype": "category",
    "keep_default_na": False,
    "na_values": [""],
    "low_memory": False,
    "skip_blank_lines": False,
}


@dataclass
class Opened:
    """`cells`: categoricals by place, as many as the widest row has; index: the row of the file. `short`: the fields of
    the rows with fewer than that, by row. `broken`: rows that cannot be cut into cells. `cut`: the row in the middle of
    which the file ends.
    """

    head: list[str]
    cells: pd.DataFrame
    short: pd.Series
    broken: int = 0
    cut: int | None = None
    has_at: bool = True


def open_file(path: Path) -> Opened:
    data = path.read_bytes()
    line = data[: data.find(b"\n") + 1]
    separator = max(SEPARATORS, key=lambda one: line.count(one.encode()))
    return _regular(data, line, separator) or _looked_through(text_of(data), separator)


def text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _regular(data: bytes, line: bytes, separator: str) -> Opened | None:
    """Of plain letters without quotation marks, with as many fields in every line."""
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    is_plain = data.isascii() and b'"' not in data and data.count(b"\r") == data.count(b"\r\n")
    if not is_plain or data.count(separator.encode()) != line.count(separator.encode()) * lines:
        return None
    try:
        cells = pd.read_csv(io.BytesIO(data), sep=separator, quoting=csv.QUOTE_NONE, **AS_TEXTS)
    except pd.errors.ParserError:  # one line has more fields, and so another has fewer
        return None
    if not isinstance(cells.index, pd.RangeIndex):  # it is the first one
        return None
    head = line.decode().rstrip("\r\n").split(separator)
    cells.columns = pd.RangeIndex(len(head))
    cells.index += 2
    cells = _filled(cells if _is_tidy(data, separator.encode()) else _tidied(cells))
    return Opened([" ".join(text.split()) for text in head], cells, pd.Series(dtype=int), has_at=b"@" in data)


def _is_tidy(data: bytes, separator: bytes) -> bool:
    """Whether no cell of plain letters begins or ends with a blank, or has two in a row, or one of another kind."""
    if any(one in data for one in {b"\t", b"\v", b"\f"} - {separator}):
        return False
    untidy = (b"  ", b" " + separator, separator + b" ", b" \n", b" \r", b"\n ")
    is_within = b" " not in data or not any(one in data for one in untidy)
    return is_within and not data.startswith(b" ") and not data.endswith(b" ")


def _looked_through(text: str, separator: str) -> Opened:
    """Rows that are longer or shorter than the header, and those whose quotation marks stand within cells."""
    records = _records(pd.Series(text.split("\n")).str.removesuffix("\r"))
    sound, bare = pd.Series(True, index=records.index), records
    if '"' in text:
        mark = re.escape(separator)
        field = rf'(?:"(?:[^"]|"")*" *|[^"{mark}]*)'
        sound = records.str.fullmatch(rf"(?s){field}(?:{mark}{field})*")
        bare = records.str.replace(QUOTED, "", regex=True)
    fields = bare.str.count(re.escape(separator)) + 1
    width = int(fields[sound].max())
    head = [" ".join(text.split()) for text in next(csv.reader([records[1]], delimiter=separator))]
    last = fields.tail(2).to_list()
    return Opened(
        head,
        _filled(_tidied(_cells(records.where(sound, "")[1:], separator, width))),
        fields[sound & (fields < width) & (records != "")],
        broken=int((~sound[1:]).sum()),
        cut=records.index[-1] if records.iloc[-1] and last[-1] < last[0] else None,
        has_at="@" in text,
    )


def _records(lines: pd.Series) -> pd.Series:
    """By the number of their row: a line break within quotation marks does not end one."""
    quotes = lines.str.count('"') % 2
    if quotes.sum() % 2:
        raise ValueError("a quotation mark is never closed")
    if quotes.any():
        lines = lines.groupby((quotes.cumsum().shift(fill_value=0) % 2 == 0).cumsum()).agg("\n".join)
    return lines.reset_index(drop=True).rename(lambda row: row + 1)


def _cells(records: pd.Series, separator: str, width: int) -> pd.DataFrame:
    places = pd.RangeIndex(width)
    cells = pd.read_csv(
        io.StringIO(records.str.cat(sep="\n")), sep=separator, header=None, names=places, index_col=False, **AS_TEXTS
    )
    cells.index = records.index[: len(cells)]
    return cells


def _filled(cells: pd.DataFrame) -> pd.DataFrame:
    """The rows that hold anything."""
    return cells.dropna(how="all") if all(has_blanks(cells[name]) for name in cells.columns) else cells


def _tidied(cells: pd.DataFrame) -> pd.DataFrame:
    """Without blanks around texts, or several within, or such as nobody sees."""
    for name in cells.columns:
        texts = cells[name].cat.categories.to_series().astype(str)
        tidy = texts.str.replace(INVISIBLE, " ", regex=True)
        tidy = tidy.str.replace(r'\A\s*="(.*)"\s*\Z', r"\1", regex=True).str.strip()
        tidy = tidy.str.replace(r"\s+", " ", regex=True)
        if not tidy.equals(texts):
            cells[name] = read_as(cells[name], tidy.mask(tidy == ""))
    return cells
