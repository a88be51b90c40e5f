"""Tables as CSV that is safe to open in a spreadsheet: what people named and typed is never run as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import polars as pl

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Output(Protocol):
    """Standard output, a response, or any file."""

    def write(self, text: str, /) -> Any: ...


def write_csv(out: Output, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """A header and the rows: an empty cell where there is nothing, lists joined by blanks. Returns how many rows."""
    writer, count = csv.writer(out, lineterminator="\n"), 0
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[name]) for name in columns])
        count += 1
    return count


def cell(value: Any) -> Any:
    """What stands in the table. Text that a spreadsheet would run gets a ' in front; numbers stay numbers.

    >>> cell("=1+1"), cell("-3.1"), cell(-3), cell("-3 or so"), cell([2020, 2021]), cell(True)
    ("'=1+1", '-3.1', -3, "'-3 or so", '2020 2021', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join(map(str, value)) if isinstance(value, list) else value
    if isinstance(text, str) and text.startswith(FORMULA) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def guarded(column: pl.Expr) -> pl.Expr:
    """A column of text as `cell` gives each of its cells; empty where there is nothing."""
    starts = rf"^[{re.escape(''.join(FORMULA))}]"
    runs = column.str.contains(starts) & ~column.str.contains(f"^({NUMBER.pattern})$")
    text = pl.when(runs).then(pl.format("'{}", column)).otherwise(column)
    return pl.when(text != "").then(text).alias(column.meta.output_name())
