"""Names whose letters were written in one encoding and read in another, and what they were. Whole columns at a time.

A program that takes UTF-8 for Windows-1252 makes “Ã©” of “é”, and no name holds such a pair of its own; a file of an
old Macintosh has “Ž” there, which may be meant, so it counts only where it leads to a name that is on record.
"""

from __future__ import annotations

import polars as pl

# Accented letters, and the quotes and dashes of word processors. The sign of multiplication stands in no name.
LETTERS = (*range(0xA1, 0xD7), *range(0xD8, 0x180), *range(0x2010, 0x2027))
SHOWN = str.maketrans({"\x85": "…", "\xa0": "␣", "\xad": "‧"})  # halves of a pair that are not seen, and signs for them
ENDS_WORD = r"Ã([‘’“”–—»])(\P{L}|$)"  # as in “IRMÃ”
APART = "\ue000"  # stands in no name
BEYOND_ASCII = r"[^\x00-\x7f]"
BYTES = [bytes([number]) for number in range(0x80, 0x100)]


def _as_windows(data: bytes) -> str:
    """As Windows reads it: the five bytes that stand for nothing become control characters."""
    return "".join(bytes([one]).decode("cp1252", "ignore") or chr(one) for one in data)


TWICE = {
    pair: chr(letter)
    for letter in LETTERS
    for read in (_as_windows, lambda data: data.decode("latin-1"))
    for pair in (read(chr(letter).encode()), read(chr(letter).encode()).translate(SHOWN))
}
MACINTOSH = {_as_windows(one): one.decode("mac_roman") for one in BYTES}


def with_pairs_shown(cells: pl.DataFrame) -> pl.DataFrame:
    """Texts in which the second half of a garbled pair is seen, where it would else be taken for a blank. After a
    capital it may be one.

    >>> with_pairs_shown(pl.DataFrame({"name": ["GarcÃ\xada", "VoilÃ\xa0", "IRMÃ\xa0PAULA"]})).rows()
    [('GarcÃ‧a',), ('VoilÃ␣',), ('IRMÃ\xa0PAULA',)]
    """
    foreign = cells.select((pl.all().str.len_bytes() != pl.all().str.len_chars()).any())
    shown = pl.col([one.name for one in foreign if one.item()])
    for hidden, sign in SHOWN.items():
        shown = shown.str.replace_all(rf"(^|\P{{Lu}})([ÃÄÅ]){chr(hidden)}", f"${{1}}${{2}}{sign}")
    return cells.with_columns(shown)


def mended(name: pl.Expr) -> pl.Expr:
    """Names without what was encoded twice. A quote or dash after an Ã that ends a word is one.

    >>> names = ["JosÃ© High", "Oâ€™Brien", "GarcÃ‧a", "PEÃ‘A", "São José", "Bright", "“IRMÃ” High"]
    >>> pl.DataFrame({"name": names}).select(mended(pl.col("name")))["name"].to_list()
    ['José High', 'O’Brien', 'García', 'PEÑA', 'São José', 'Bright', '“IRMÃ” High']
    """
    guarded = name.str.replace_all(ENDS_WORD, f"Ã{APART}$1$2")
    return guarded.str.replace_many(TWICE).str.replace_all(APART, "", literal=True)


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
