"""Names whose letters were written in one encoding and read in another, and what they were. Whole columns at a time.

A program that takes UTF-8 for Windows-1252 makes “Ã©” of “é”, and no name holds such a pair of its own; a file of an
old Macintosh has “Ž” there, which may be meant, so it counts only where it leads to a name that is on record.
"""

from __future__ import annotations

import polars as pl

LETTERS = (
    *range(0xA1, 0x180),
    *range(0x2010, 0x2027),
)  # accented letters, and the quotes and dashes of word processors
BEYOND_ASCII = r"[^\x00-\x7f]"
BYTES = [bytes([number]) for number in range(0x80, 0x100)]


def _as_windows(data: bytes) -> str:
    """As Windows reads it: the five bytes that stand for nothing become control characters."""
    return "".join(bytes([one]).decode("cp1252", "ignore") or chr(one) for one in data)


TWICE = {
    read(chr(letter).encode()): chr(letter)
    for letter in LETTERS
    for read in (_as_windows, lambda data: data.decode("latin-1"))
}
MACINTOSH = {_as_windows(one): one.decode("mac_roman") for one in BYTES}


def mended(name: pl.Expr) -> pl.Expr:
    """Names without what was encoded twice.

    >>> pl.DataFrame({"name": ["JosÃ© High", "Oâ€™Brien", "São José", "Bright"]}).select(mended(pl.col("name"))).rows()
    [('José High',), ('O’Brien',), ('São José',), ('Bright',)]
    """
    return name.str.replace_many(TWICE)


def from_macintosh(name: pl.Expr, known: pl.Expr) -> pl.Expr:
    """Names as they stood in a Macintosh's file, where they then end with the one that is on record.

    >>> names = pl.DataFrame({"name": ["North - JosŽ High", "Žižkov"], "known": ["José High", "Žižkov"]})
    >>> names.select(from_macintosh(pl.col("name"), pl.col("known"))).rows()
    [('North - José High',), ('Žižkov',)]
    """
    written = name.str.replace_many(MACINTOSH)
    return pl.when(written.str.ends_with(known)).then(written).otherwise(name)


def with_mended_names(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The rows with `org_name` as it was meant and `org_name_text` as it stands in the file. `known`: org_code and name
    of what is on record.
    """
    rows = rows.with_columns(org_name_text="org_name")
    is_foreign = pl.col("org_name").str.contains(BEYOND_ASCII)
    if not rows.select(is_foreign.any()).item():
        return rows
    on_record = known.filter(pl.col("name").str.contains(BEYOND_ASCII)).select("org_code", "name")
    rows = rows.join(on_record, on="org_code", how="left", maintain_order="left")
    once = mended(pl.col("org_name"))
    return rows.with_columns(org_name=from_macintosh(once, pl.col("name"))).drop("name")
