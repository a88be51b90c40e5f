"""Columns read by their different texts: a few hundred stand for half a million cells. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

MANY = 2_000  # cells; fewer are read one by one as fast
FEW = 4  # times as many cells as different texts, from which looking at these alone is faster

Read = Callable[[pl.Expr], pl.Expr]


def with_constants(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows. A text that stands in all of them is kept once, and so looked at once, whatever is done with it.

    >>> with_constants(pl.DataFrame({"year": ["2026", "2026"], "id": ["1", "2"]})).rows()
    [('2026', '1'), ('2026', '2')]
    """
    texts = [name for name, dtype in rows.schema.items() if dtype == pl.String]
    if not (texts and rows.height):
        return rows
    first = pl.col(texts).first()
    is_one = rows.select(pl.col(texts).eq_missing(first).all()).row(0, named=True)
    text = rows.select(first).row(0, named=True)
    return rows.with_columns(pl.lit(text[name], dtype=pl.String).alias(name) for name in texts if is_one[name])


def read_texts(rows: pl.DataFrame, read: Mapping[str, Read]) -> dict[str, pl.Expr | pl.Series]:
    """Columns of texts, each as its `read` makes it of its cells, which depends on nothing but the text.

    >>> rows = pl.DataFrame({"a": ["a", "b", None, "a"]})
    >>> rows.select(read_texts(rows, {"a": lambda text: text.str.to_uppercase()})["a"])["a"].to_list()
    ['A', 'B', None, 'A']
    """
    if rows.height < MANY or not read:
        return {name: one(pl.col(name)).alias(name) for name, one in read.items()}
    different = rows.select(pl.col(name).unique().implode() for name in read)
    return {name: _spread(rows, different[name][0].alias(name), one) for name, one in read.items()}


def _spread(rows: pl.DataFrame, some: pl.Series, read: Read) -> pl.Expr | pl.Series:
    """The column made of its different texts, a cell each; what is as the text stands is the column itself."""
    name = some.name
    if some.len() == 1 or some.len() * FEW > rows.height:
        return read(pl.col(name)).alias(name)
    made = some.to_frame().select(name, made=read(pl.col(name)))
    if made["made"].equals(some, check_dtypes=True, null_equal=True):
        return pl.col(name)
    cells = rows.select(name).join(made, on=name, how="left", nulls_equal=True, maintain_order="left")
    return cells["made"].alias(name)
