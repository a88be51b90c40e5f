"""CSV as machines write it: plain letters, no quotation marks, as many fields in every line. Read in one go, without a
look at each line; what is not so is left to `delimited`, which says of the same content the same.
"""

from __future__ import annotations

import io

import polars as pl

from monitoring.intake.reading.limits import Limits


def parse_regular(data: bytes, separator: str, limits: Limits) -> pl.DataFrame | None:
    """The cells c0, c1, … as text, one row a line; None where the content is not regular, or beyond a bound."""
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    width = data[: data.find(b"\n") + 1 or len(data)].count(separator.encode()) + 1
    is_uneven = data.count(separator.encode()) != (width - 1) * lines
    if is_uneven or lines > limits.rows or width > limits.columns:
        return None
    columns = {f"c{place}": pl.String for place in range(width)}
    try:
        cells = pl.read_csv(io.BytesIO(data), has_header=False, separator=separator, schema=columns, quote_char=None)
    except pl.exceptions.PolarsError:  # one line has more fields, and so another has fewer
        return None
    is_long = _may_be_long(data, limits.line_characters) and _longest(cells) > limits.line_characters
    return None if is_long or cells.height != lines else cells


def is_plain(data: bytes) -> bool:
    """Whether it is ASCII without quotation marks and with ordinary ends of lines."""
    is_text = data.isascii() and not any(one in data for one in (b'"', b"\x00", b"\x1a"))
    return is_text and (b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"))


def is_evenly_spaced(data: bytes, separator: str) -> bool:
    """Whether no cell of a plain content can have anything that `number_rows` would tidy away. Most files have not, and
    looking at the bytes as a whole takes next to no time.
    """
    between = separator.encode()
    if any(one in data for one in {b"\t", b"\v", b"\f"} - {between}):
        return False
    if b" " not in data:
        return True
    unsettled = (b"  ", b" " + between, between + b" ", b" \n", b"\n ", b" \r")
    return not (data.startswith(b" ") or data.endswith(b" ") or any(one in data for one in unsettled))


def _may_be_long(data: bytes, most: int) -> bool:
    """Whether a line may have more bytes: only one that has them covers a whole block of half as many."""
    block = max(most // 2, 1)
    return any(data.find(b"\n", at, at + block) < 0 for at in range(0, len(data) - block + 1, block))


def _longest(cells: pl.DataFrame) -> int:
    """The bytes of the longest line."""
    lengths = cells.select(pl.sum_horizontal(pl.all().str.len_bytes().fill_null(0)).max()).item()
    return int(lengths or 0) + cells.width - 1
