"""E-SHARE-WHOLE: head counts and percentages of groups that are not of one and the same number of students."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.across.reachable import HALF_KEPT, rounding
from monitoring.intake.checks.across.relation import Relation
from monitoring.intake.checks.rule import Rule, Stage, named_in, nothing
from monitoring.intake.sheet import Effect, Sheet

SMALLEST = 5  # percent: rounding leaves the whole of smaller groups open
SLACK = 1e-6


def relations(sheet: Sheet) -> list[Relation]:
    shares = _shares(sheet)
    columns = tuple(name for pair in shares for name in pair)
    return [Relation(columns, _failing, _wholes)] if len(shares) > 1 else []


def find(sheet: Sheet) -> pl.DataFrame:
    columns = [name for one in relations(sheet) for name in one.columns]
    if not columns:
        return nothing()
    value, other = (pl.col(name).round(1).cast(pl.String) for name in ("most", "least"))
    wrong = _failing(sheet).select("row_number", "school_year", value=value, other=other)
    return wrong.join(pl.DataFrame({"column": columns}), how="cross")


def _shares(sheet: Sheet) -> list[tuple[str, str]]:
    return [pair for pair in sheet.report.shares if sheet.present(*pair)]


def _wholes(sheet: Sheet) -> pl.DataFrame:
    """Rows with two groups at least that tell how many students there are: no more than `most` by one of them, no
    fewer than `least` by another.
    """
    shares = _shares(sheet)
    numbers = sheet.numbers(*(name for pair in shares for name in pair))
    numbers = numbers.join(rounding(sheet, *(percent for percent, _ in shares)), on="row_number", how="left")
    half = pl.col("half") + HALF_KEPT
    least, most = [], []
    for percent, count in shares:
        share, people = pl.col(percent) / SCALE, 100 * pl.col(count) / SCALE
        least.append(pl.when(share >= SMALLEST).then(people / (share + half)))
        most.append(pl.when(share >= SMALLEST).then(people / (share - half)))
    known = pl.sum_horizontal(one.is_not_null() for one in least) >= 2
    return numbers.filter(known).with_columns(least=pl.max_horizontal(least), most=pl.min_horizontal(most))


def _failing(sheet: Sheet) -> pl.DataFrame:
    return _wholes(sheet).filter(pl.col("least") > pl.col("most") + SLACK)


RULE = Rule(
    "E-SHARE-WHOLE",
    title="Counts and percentages of different numbers of students",
    message="Row {row}: the counts and percentages of one group make at most {value} students, those of another at "
    "least {other}; {column} was refused with them.",
    fix="Correct the count or the percentage that is wrong.",
    stage=Stage.ACROSS,
    effect=Effect.CELL,
    find=find,
    reads=named_in("shares"),
    rank=5,
)
