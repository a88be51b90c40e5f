"""Columns read by their different texts: a few hundred stand for half a million cells. Pure."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

MANY = 10_000  # cells; fewer are read one by one as fast
FEW = 4  # times as many cells as different texts, from which looking at these alone is faster

Read = Callable[[pl.Expr], pl.Expr]


def read_texts(column: pl.Series, *read: Read) -> list[pl.Series]:
    """What each `read` makes of a column of texts, which depends on nothing but the text.

    >>> read_texts(pl.Series(["a", "b", None, "a"]), lambda text: text.str.to_uppercase())[0].to_list()
    ['A', 'B', None, 'A']
    """
    cells = column.alias("text").to_frame()
    made = {f"made{place}": one(pl.col("text")) for place, one in enumerate(read)}
    if cells.height < MANY:
        return cells.select(**made).get_columns()
    some = cells.unique()
    if some.height * FEW > cells.height:
        return cells.select(**made).get_columns()
    return _spread(column, some.with_columns(**made))


def _spread(column: pl.Series, read: pl.DataFrame) -> list[pl.Series]:
    """The columns made of different texts, a cell each; what is as the text stands is the column itself."""
    names = [name for name in read.columns if name != "text"]
    if read.height == 1:
        return [read[name].new_from_index(0, column.len()) for name in names]
    changed = [name for name in names if not read[name].equals(read["text"], check_dtypes=True, null_equal=True)]
    cells = column.alias("text").to_frame()
    others = read.select("text", *changed)
    joined = cells.join(others, on="text", how="left", nulls_equal=True, maintain_order="left") if changed else cells
    return [joined[name if name in changed else "text"] for name in names]
