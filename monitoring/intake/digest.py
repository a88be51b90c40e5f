"""By what it is told whether a rule finds the same as before. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import polars as pl

KEY = "key of the row: "
NO_ROWS = pl.DataFrame(schema={"row_number": pl.UInt32})


def digest_of(found: pl.DataFrame, rows: pl.DataFrame = NO_ROWS, key: Iterable[str] = ()) -> str:
    """Another one where a rule finds other rows, or says something else of them. `rows`: those of the file, which are
    known by these columns wherever they stand in it, and without any by their number.

    >>> found = pl.DataFrame({"row_number": [3], "value": ["12"]}, schema_overrides={"row_number": pl.UInt32})
    >>> rows = pl.DataFrame({"row_number": [3, 4], "org": ["a", "a"]}, schema_overrides={"row_number": pl.UInt32})
    >>> lower = found.with_columns(row_number=pl.lit(4, pl.UInt32))
    >>> digest_of(found, rows, ["org"]) == digest_of(lower, rows, ["org"]) != digest_of(lower.with_columns(value=None))
    True
    """
    names = [name for name in key if name in rows.columns]
    named = rows.select("row_number", *names).join(found.select("row_number"), on="row_number", how="semi")
    known = named.select("row_number", *(pl.col(name).cast(pl.String).alias(KEY + name) for name in names))
    told = found.join(known, on="row_number", how="left") if names else found
    told = told.with_columns(row_number=None) if names else told
    lines = told.select(pl.all().cast(pl.String)).sort(pl.all(), nulls_last=True)
    return hashlib.sha256(lines.write_csv(null_value="\x00").encode()).hexdigest()


def digest_of_both(one: str, other: str) -> str:
    """Of what a rule found in two ways; one of them may be nothing."""
    return hashlib.sha256(f"{one} {other}".encode()).hexdigest() if one and other else one or other
