"""What a rule between files is, and the one shape in which it answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import polars as pl

from monitoring.intake.cross_checks.submission import WHOLE_ROWS as WHOLE_ROWS
from monitoring.intake.cross_checks.submission import Reads, Submission

# What `find` may return, all but one of them optional. Grain: one row an offending row, school, class, or the whole.
FOUND: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_number": pl.UInt32,
    "value": pl.String,
    "other": pl.String,
}


@dataclasses.dataclass(frozen=True, slots=True)
class CrossRule:
    """`message` and `fix` may hold {row}, {file}, {value}, {other}; {file} is the title of `dataset`, whose rows it
    names. `reads`: by dataset the columns that it reads, beside the organization; and no other, and it says nothing
    without all of the datasets, where it `looks_back` also those of the year before.
    `is_prerequisite`: rows it finds are left out by the rules after it, so that one cause gives one message. `grain`:
    the columns by which what it finds is known again, where this is of several rows.
    """

    id: str
    title: str
    message: str
    fix: str
    dataset: str
    reads: Reads
    find: Callable[[Submission], pl.DataFrame]
    rank: int
    is_prerequisite: bool = False
    looks_back: bool = False
    grain: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The datasets without which it says nothing."""
        return tuple(self.reads)

    @property
    def severity(self) -> str:
        """'E', 'W' or 'I', the first letter of the id."""
        return self.id[0]

    @property
    def is_of_the_whole(self) -> bool:
        """Whether it tells of a file or school, and not of single rows."""
        return "{row}" not in self.message


def as_found(frame: pl.DataFrame) -> pl.DataFrame:
    """In the one shape: the columns of FOUND, null where `find` had nothing to say."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in FOUND.items()
    )
