"""E-RACE-SUM: percentages of race and ethnicity that do not add up to 100."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.across.reachable import rounding
from monitoring.intake.checks.across.relation import Relation, relation
from monitoring.intake.checks.rule import Rule, Stage, named_in, nothing, number_text
from monitoring.intake.sheet import Effect, Sheet


def relations(sheet: Sheet) -> list[Relation]:
    names = sheet.report.race_percents
    return [relation(names, find)] if names and sheet.present(*names) else []


def find(sheet: Sheet) -> pl.DataFrame:
    """Tolerance: every group is rounded once, by half of the last printed place.

    All zero is another matter (I-NO-STUDENTS).
    """
    names = sheet.report.race_percents
    if not names or not sheet.present(*names):
        return nothing()
    tolerance = len(names) * pl.col("half") + 0.15
    sums = (
        sheet.numbers(*names)
        .join(rounding(sheet, *names), on="row_number", how="left")
        .with_columns(sum=pl.sum_horizontal(names), known=pl.all_horizontal(pl.col(names).is_not_null()))
    )
    off = sums.filter("known", pl.col("sum") > 0, ((pl.col("sum") / SCALE) - 100).abs() > tolerance)
    cells = off.select("row_number", "school_year", value=number_text(pl.col("sum")))
    return cells.join(pl.DataFrame({"column": names}), how="cross")


RULE = Rule(
    "E-RACE-SUM",
    title="Race and ethnicity do not add up to 100",
    message="Row {row}: the percentages of race and ethnicity add up to {value}; {column} was refused with them.",
    fix="Correct the percentages: together they make 100.",
    stage=Stage.ACROSS,
    effect=Effect.CELL,
    find=find,
    reads=named_in("race_percents"),
    rank=3,
)
