"""Days that come too late. Not a rule: the rules on such days are made here."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.reports.column import Column
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Sheet


def rule_on_days(
    id: str,
    *,
    title: str,
    message: str,
    fix: str,
    effect: Effect,
    rank: int,
    which: Callable[[Column], bool],
    last: Callable[[Sheet], pl.Expr],
) -> Rule:
    """A rule that finds the days of columns of which `which` is true after the last one that may be. What it finds says
    nothing of the day on which the file came: of the same row, sent again on another day, the same is found.
    """

    def names(report: Report) -> tuple[str, ...]:
        return tuple(column.name for column in report.columns if which(column))

    def find(sheet: Sheet) -> pl.DataFrame:
        there = [name for name in names(sheet.report) if sheet.present(name)]
        late = [_late(sheet, name, last(sheet)) for name in there]
        return pl.concat(late) if late else nothing()

    return Rule(
        id,
        title=title,
        message=message,
        fix=fix,
        stage=Stage.ACROSS,
        effect=effect,
        find=find,
        rank=rank,
        only=lambda report: bool(names(report)),
        reads=names,
        quotes=False,
    )


def _late(sheet: Sheet, name: str, last: pl.Expr) -> pl.DataFrame:
    """Grain: a cell."""
    day, column = pl.col(name), pl.lit(name)
    return sheet.rows.filter(day > last).select("row_number", "school_year", column=column, value=day.cast(pl.String))


def of_arrival(sheet: Sheet) -> pl.Expr:
    """The day on which the file came."""
    return pl.lit(sheet.came_on)
