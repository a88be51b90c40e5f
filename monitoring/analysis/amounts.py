"""Amounts are whole numbers of ten-thousandths of their unit (39.3 FTE = 393,000) until the one division at the end."""

from __future__ import annotations

import polars as pl

SCALE = 10_000
SHARE_SCALE = 1_000_000  # a share in percent is kept to six decimals


def rate(numerator: str, denominator: str) -> pl.Expr:
    """The one division: Int64 amounts in, Float64 rate (0..1) out; null, never NaN, where there is no denominator.

    >>> frame = pl.DataFrame({"n": [47_160, 0], "d": [393_000, 0]})
    >>> frame.select(rate("n", "d"))["n"].to_list()
    [0.12, None]
    """
    return pl.when(pl.col(denominator) > 0).then(pl.col(numerator) / pl.col(denominator))


def whole_units_up(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """numerator / denominator (both positive Int128) rounded up to a whole Int64.

    >>> frame = pl.DataFrame({"n": [70_001, 70_000]}, schema={"n": pl.Int128})
    >>> frame.select(whole_units_up(pl.col("n"), pl.lit(10_000, dtype=pl.Int128)))["n"].to_list()
    [8, 7]
    """
    return ((numerator + denominator - 1) // denominator).cast(pl.Int64)
