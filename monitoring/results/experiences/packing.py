"""Frames as bytes that a row of the database holds, and ids of persons as numbers."""

from __future__ import annotations

import io
from collections.abc import Collection

import polars as pl

DIGITS = 15  # hexadecimal ones, of a pseudonym's 32: what a number of the database holds


def packed(frame: pl.DataFrame) -> bytes:
    """
    >>> frame = pl.DataFrame({"class": [1, 2]})
    >>> unpacked(packed(frame)).equals(frame)
    True
    """
    stream = io.BytesIO()
    frame.write_ipc(stream, compression="zstd")
    return stream.getvalue()


def unpacked(content: bytes | memoryview, columns: Collection[str] | None = None) -> pl.DataFrame:
    """Whole, or these columns of it."""
    return pl.read_ipc(io.BytesIO(content), columns=None if columns is None else list(columns))


def as_number(name: str) -> pl.Expr:
    """A pseudonym as a number (Int64). That any two among a million persons have the same has a chance of one in two
    million.

    >>> pl.DataFrame({"sasid": ["0" * 30 + "ff", None]}).select(as_number("sasid")).to_series().to_list()
    [255, None]
    """
    return pl.col(name).str.tail(DIGITS).str.to_integer(base=16, dtype=pl.Int64)
