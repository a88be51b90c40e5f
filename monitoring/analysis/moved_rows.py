"""Figures that stand a row too low or too high: each school has its neighbour's. Pure.

A school's figure of another year tells: among rows that moved, it is nearer to the figure in the row below (or above)
than to the school's own, row after row; elsewhere seldom. Schools of one district stand together and are alike, so the
order of schools as a whole hardly changes, and column_identity does not see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import polars as pl

FEWEST_YEARS = 2  # that can tell: of two years either may be the one whose rows moved
FEWEST = 30  # by how many rows nearer neighbours outnumber nearer own figures in the run of rows where they do so most
DEVIATIONS = 6.0  # the same, over the root of the run's length; in Massachusetts' reports clean columns reach 3.5
MOVED: dict[str, pl.DataType | type[pl.DataType]] = {
    "year": pl.Int32,
    "column": pl.String,
    "down": pl.Boolean,
    "first": pl.UInt32,
    "last": pl.UInt32,
}
Run = tuple[str, bool, int, int]  # column, down, first and last row number


def moved_rows(
    rows: Mapping[int, pl.DataFrame],
    others: Mapping[int, pl.DataFrame],
    columns: Collection[str],
    doubted: Collection[tuple[int, str]] = (),
) -> pl.DataFrame:
    """Columns of which rows moved, in the columns of MOVED: down or up, and the first and last row that show it.

    In: by year, one row an organization with org_code and Float64 columns; `rows` in the order of the file, with
    row_number; `others`: every year to compare with, those of `rows` too. What is `doubted` for another reason is
    neither judged nor compared with. A column has moved where more than half of the years that can tell say so, which
    are at least two.

    >>> codes = [f"{number:08}" for number in range(60)]
    >>> before = pl.DataFrame({"org_code": codes, "a": [float(number * 7919 % 101) for number in range(60)]})
    >>> now = before.with_columns(pl.col("a").shift(1), row_number=pl.int_range(2, 62, dtype=pl.UInt32))
    >>> moved_rows({2021: now}, {2019: before, 2020: before, 2021: now}, ["a"]).rows()
    [(2021, 'a', True, 3, 60)]
    """
    found = []
    for year, block in rows.items():
        asked: Counter[str] = Counter()
        runs: dict[tuple[str, bool], list[Run]] = {}
        judged = [name for name in columns if name in block.columns and (year, name) not in doubted]
        for other, frame in others.items():
            shared = [name for name in judged if name in frame.columns and (other, name) not in doubted]
            if other == year or not shared:
                continue
            asked.update(shared)
            for run in _runs(block, frame, shared):
                runs.setdefault(run[:2], []).append(run)
        found += [
            (year, column, down, min(run[2] for run in some), max(run[3] for run in some))
            for (column, down), some in runs.items()
            if asked[column] >= FEWEST_YEARS and 2 * len(some) > asked[column]
        ]
    return pl.DataFrame(found, schema=MOVED, orient="row")


def _runs(block: pl.DataFrame, other: pl.DataFrame, columns: list[str]) -> Iterator[Run]:
    """The runs in which nearer neighbours outnumber nearer own figures by enough: at most one a column and way."""
    beside = other.select("org_code", pl.col(columns).name.suffix(":other"))
    joined = block.select("org_code", "row_number", *columns).join(
        beside, on="org_code", how="left", maintain_order="left"
    )
    ways = {f"{name}:{down}": (name, down) for name in columns for down in (True, False)}
    steps = joined.select(_step(name, down=down).alias(way) for way, (name, down) in ways.items())
    totals = steps.select(pl.all().cum_sum())
    leads = totals.select(pl.col(way) - pl.col(way).cum_min().clip(upper_bound=0) for way in ways)
    for way, (name, down) in ways.items():
        last = int(leads[way].arg_max() or 0)
        lead = leads[way][last] or 0
        if lead < FEWEST:
            continue
        before = (totals[way] - steps[way]).head(last + 1)
        first = last - int(before.reverse().arg_min() or 0)
        told = int((steps[way].slice(first, last + 1 - first) != 0).sum())
        if lead >= DEVIATIONS * told**0.5:
            yield name, down, int(joined["row_number"][first]), int(joined["row_number"][last])


def _step(name: str, *, down: bool) -> pl.Expr:
    """1 where the neighbour's figure is nearer to the school's of the other year, -1 where its own is, else 0."""
    own = (pl.col(name) - pl.col(f"{name}:other")).abs()
    neighbour = (pl.col(name).shift(-1 if down else 1) - pl.col(f"{name}:other")).abs()
    return ((neighbour < own).cast(pl.Int32) - (own < neighbour).cast(pl.Int32)).fill_null(0)
