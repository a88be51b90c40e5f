"""What a rule is, and the one shape in which every rule answers."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Iterator

import polars as pl

from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Sheet

# What `find` may return, all but one of them optional. Grain: one row an offending row, cell or column of a year.
FOUND: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_number": pl.UInt32,
    "column": pl.String,
    "school_year": pl.Int16,
    "value": pl.String,
    "other": pl.String,
}

FORMS = range(
    2, 8
)  # ranks of rules on single cells: those before it find rows cut wrongly, those after it look at wholes
NAMED = 5  # rows that are named where one finding is of many

SEVERITIES = {"E": "error", "W": "warning", "I": "information"}


class Stage(enum.IntEnum):
    """Order in which rules look.

    What one takes out, later ones no longer see: a failed prerequisite yields one message.
    """

    FILE = 0  # while the file is read; such rules have no `find`
    WHOLE = 1
    SET_ASIDE = 2
    ROW = 3
    CELL = 4
    COLUMN = 5
    ACROSS = 6
    HISTORY = 7
    TAKING = 8  # when the file is to take an earlier one's place; such rules have no `find`


Reads = tuple[str, ...] | Callable[[Report], tuple[str, ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """`message` and `fix` may hold {row}, {column}, {year}, {value}, {other}.

    `find`: the frame expression that finds offenders.
    """

    id: str
    title: str
    message: str
    fix: str
    stage: Stage
    effect: Effect
    find: Callable[[Sheet], pl.DataFrame] | None = None
    rank: int = 0
    layout: str = ""  # the only one whose rows it looks at, if it is not for all
    only: Callable[[Report], bool] | None = None  # of which reports it can find anything, if not of all
    reads: Reads | None = None  # the columns that it reads by what they mean, and no other. None: it looks at any
    grain: tuple[str, ...] = ()  # the columns by which what it finds is known again, where this is of several rows
    quotes: bool = True  # its value is text of a cell, not words of its own: in a file on persons it is not repeated

    @property
    def severity(self) -> str:
        """'E', 'W' or 'I', the first letter of the id."""
        return self.id[0]

    def can_find(self, report: Report) -> bool:
        """Whether it need look at rows of the report at all."""
        return self.find is not None and self.layout in ("", report.id) and (self.only is None or self.only(report))

    def columns_of(self, report: Report) -> tuple[str, ...] | None:
        """The columns of a report that it reads by what they mean, beside the organization and the school year; None
        where it looks at cells of any column, by their form or by other years.
        """
        named = self.reads(report) if callable(self.reads) else self.reads
        return None if named is None else tuple(name for name in named if report.has(name))

    @property
    def is_on_forms(self) -> bool:
        """Whether it refuses rows for what a single cell of theirs looks like."""
        return self.stage is Stage.ROW and self.effect is Effect.ROW and self.rank in FORMS

    @property
    def is_told_by_value(self) -> bool:
        """Whether its value is a whole sentence, with which the message begins."""
        opening, _, rest = self.message.partition("{value} ")
        return not opening and rest[:1].isupper()

    @property
    def order(self) -> tuple[int, int, str]:
        return (self.stage, self.rank, self.id)


def file_rule(id: str, title: str, message: str, fix: str) -> Rule:
    """A rule about the file itself, applied where the file is read. Errors end the reading; information does not."""
    return Rule(id, title, message, fix, Stage.FILE, Effect.FILE if id.startswith("E") else Effect.NONE)


def remark(id: str, title: str, message: str, fix: str) -> Rule:
    """A rule about the file beside what is current, applied when it is to take its place. It takes nothing out."""
    return Rule(id, title, message, fix, Stage.TAKING, Effect.NONE)


def named_in(*parts: str) -> Callable[[Report], tuple[str, ...]]:
    """The columns that these parts of a report's declaration name."""

    def columns(report: Report) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_names([getattr(report, part) for part in parts])))

    return columns


def _names(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, list | tuple):
        for one in told:
            yield from _names(one)


def is_judged(report: Report) -> bool:
    """Whether columns of the report are compared between years."""
    return report.judged


def has_numbers(report: Report) -> bool:
    return bool(report.numeric)


NOTHING = pl.DataFrame(schema=FOUND)


def nothing() -> pl.DataFrame:
    """No offenders."""
    return NOTHING


def as_found(frame: pl.DataFrame) -> pl.DataFrame:
    """In the one shape: the columns of FOUND, null where `find` had nothing to say."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in FOUND.items()
    )


def some_rows(found: pl.DataFrame, by: str) -> pl.DataFrame:
    """One offender for all rows that share `by`: where the first is, and in words how many there are and which.

    >>> some_rows(pl.DataFrame({"row_number": [2, 3, 5, 7], "column": ["a", "a", "a", "b"]}), "column").rows()
    [('a', 2, '3 rows (2, 3, 5)'), ('b', 7, 'row 7')]
    """
    rows = pl.col("row_number").cast(pl.String)
    grouped = (
        found.sort("row_number")
        .group_by(by, maintain_order=True)
        .agg(
            pl.col("row_number").first(),
            number=pl.len(),
            named=rows.head(NAMED).str.join(", "),
        )
    )
    more = pl.when(pl.col("number") > NAMED).then(pl.lit(", …")).otherwise(pl.lit(""))
    many = pl.format("{} rows ({}{})", "number", "named", more)
    one = pl.format("row {}", "row_number")
    return grouped.select(by, "row_number", rows=pl.when(pl.col("number") == 1).then(one).otherwise(many))


def number_text(amount: pl.Expr) -> pl.Expr:
    """An amount in ten-thousandths as people write it: 393000 -> 39.3."""
    text = (amount / 10_000).round(4).cast(pl.String)
    return text.str.replace(r"\.0$", "")


def year_text(year: pl.Expr | str) -> pl.Expr:
    """A school year by its ending year, as people write it: 2021 -> 2020-21."""
    year = pl.col(year) if isinstance(year, str) else year
    return (year - 1).cast(pl.String) + pl.lit("-") + (year % 100).cast(pl.String).str.zfill(2)
