"""What a table of review is."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Mapping

import polars as pl

from monitoring.intake.cross_checks.submission import Reads

TOTAL = ""  # stands in the place of a school for the district as a whole
SMALL = 10  # people: what is told of fewer is left out where a table says so
Files = Mapping[str, pl.DataFrame]  # rows by dataset, in the columns of `record_schema`


class Unit(enum.StrEnum):
    COUNT = "count"
    FTE = "fte"  # in ten-thousandths
    PERCENT = "percent"  # likewise


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """A column of a table."""

    name: str
    title: str
    unit: Unit = Unit.COUNT


@dataclasses.dataclass(frozen=True, slots=True)
class Summary:
    """`reads`: by dataset the columns that it reads, beside the organization; it sees no other. Without the first of
    these datasets there is no table. `build`: files -> one row for each `place` (a school's code, TOTAL,
    or null where a row names no school) and, where `part` has a title, each `part` of it; the figures are null where
    they cannot be told. `hidden`, where it is a column, says that the figures of a row are of too few people.
    """

    id: str
    title: str
    note: str
    reads: Reads
    figures: tuple[Figure, ...]
    build: Callable[[Files], pl.DataFrame]
    part: str = ""

    @property
    def dataset(self) -> str:
        return next(iter(self.reads))

    @property
    def keys(self) -> list[str]:
        return ["place", "part"] if self.part else ["place"]


def placed(rows: pl.DataFrame) -> pl.DataFrame:
    """Every row twice: in the `place` of its school, and in that of the district as a whole."""
    return pl.concat([rows.with_columns(place=pl.col("org_code")), rows.with_columns(place=pl.lit(TOTAL))])


def people(person: str, *conditions: pl.Expr) -> pl.Expr:
    """How many different people there are in the rows of which all `conditions` are true."""
    met = pl.all_horizontal(*(one.fill_null(value=False) for one in conditions)) if conditions else pl.lit(value=True)
    return pl.col(person).filter(met).n_unique().cast(pl.Int64)
