"""E-GRADE-SUM: grades that do not add up to the total."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.across.relation import Relation, relation
from monitoring.intake.checks.rule import Rule, Stage, named_in, nothing, number_text
from monitoring.intake.sheet import Effect, Sheet


def relations(sheet: Sheet) -> list[Relation]:
    grades, total = [name for name in sheet.report.grades if sheet.present(name)], sheet.report.total
    return [relation((*grades, total), find)] if grades and total else []


def find(sheet: Sheet) -> pl.DataFrame:
    grades = [name for name in sheet.report.grades if sheet.present(name)]
    total = sheet.report.total
    if not grades or total is None:
        return nothing()
    numbers = sheet.numbers(*grades, total).with_columns(sum=pl.sum_horizontal(grades))
    known = pl.all_horizontal(pl.col(grades).is_not_null())
    wrong = numbers.filter(known & (pl.col("sum") != pl.col(total)))
    return wrong.select(
        "row_number",
        "school_year",
        column=pl.lit(total),
        value=number_text(pl.col(total)),
        other=number_text(pl.col("sum")),
    )


RULE = Rule(
    "E-GRADE-SUM",
    title="Grades do not add up to the total",
    message="Row {row}: {column} is {value}; the grades add up to {other}.",
    fix="Correct the total or the grade that is wrong.",
    stage=Stage.ACROSS,
    effect=Effect.CELL,
    find=find,
    reads=named_in("grades", "total"),
    rank=4,
)
