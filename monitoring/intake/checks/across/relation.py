"""What columns of one row have to do with each other, as a report declares it. Not a rule: each kind of relation is a
rule on rows, and a year in which one fails nearly everywhere is judged by all of them together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import polars as pl

from monitoring.intake.sheet import Sheet


@dataclasses.dataclass(frozen=True)
class Relation:
    """`columns`: those it ties. `failing`: the rows of a sheet in which it does not hold. `telling`: the rows of which
    it says anything. Both have row_number and school_year.
    """

    columns: tuple[str, ...]
    failing: Callable[[Sheet], pl.DataFrame]
    telling: Callable[[Sheet], pl.DataFrame]


def relation(columns: tuple[str, ...], failing: Callable[[Sheet], pl.DataFrame]) -> Relation:
    """A relation that says something of each row with figures in all of its columns."""
    return Relation(columns, failing, lambda sheet: sheet.numbers(*columns).drop_nulls(columns))


def failures(sheet: Sheet, one: Relation) -> pl.DataFrame:
    """Grain: school_year: `telling` rows, those `failing`, and the numbers of the first of them, `rows`."""
    failing = one.failing(sheet).select("row_number", "school_year").unique()
    by_year = failing.group_by("school_year").agg(
        failing=pl.len(), rows=pl.col("row_number").sort().head(3).cast(pl.String).str.join(", ")
    )
    telling = one.telling(sheet).group_by("school_year").agg(telling=pl.len())
    return by_year.join(telling, on="school_year", nulls_equal=True)
