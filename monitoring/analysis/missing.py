"""How much may be missing: above 5 % of a sum a caution, above 20 % there is no figure, nor a comparison where so many
shares of students are. Source: metrics D0.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

CAUTION = 20  # one in so many, and it is said
ONE_IN = 5  # more than one of so many, and what is there says nothing of the whole


def is_incomplete(known: pl.Expr, missing: pl.Expr) -> pl.Expr:
    """Whether more than 20 % of the units have no figure, or no known share; units with nobody to count are in
    neither number.

    >>> counts = pl.DataFrame({"known": [4, 7], "missing": [1, 2]})
    >>> counts.select(is_incomplete(pl.col("known"), pl.col("missing")))["missing"].to_list()
    [False, True]
    """
    return missing * ONE_IN > known + missing


def needs_caution(known: int | Decimal, missing: int | Decimal) -> bool:
    """Whether more than 5 % of the units have no figure, or of more than 5 % of people nothing is known.

    >>> needs_caution(19, 1), needs_caution(18, 1)
    (False, True)
    """
    return missing * CAUTION > known + missing
