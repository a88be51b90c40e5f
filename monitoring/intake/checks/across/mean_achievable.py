"""E-MEAN-ACHIEVABLE: a mean that is not its total divided by its number."""

from __future__ import annotations

from functools import partial

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.across.reachable import rounding
from monitoring.intake.checks.across.relation import Relation, relation
from monitoring.intake.checks.rule import Rule, Stage, named_in, nothing
from monitoring.intake.sheet import Effect, Sheet


def relations(sheet: Sheet) -> list[Relation]:
    return [
        relation((mean, total, base), partial(_off, mean=mean, total=total, base=base))
        for mean, total, base in sheet.report.means
        if sheet.present(mean, total, base)
    ]


def find(sheet: Sheet) -> pl.DataFrame:
    found = [one.failing(sheet) for one in relations(sheet)]
    return pl.concat(found) if found else nothing()


def _off(sheet: Sheet, mean: str, total: str, base: str) -> pl.DataFrame:
    """The number is rounded to its last printed place, so the mean may lie anywhere the unrounded one allows."""
    numbers = sheet.numbers(mean, total, base).with_columns(pl.col(mean, total, base) / SCALE)
    numbers, half = numbers.join(rounding(sheet, base), on="row_number", how="left"), pl.col("half")
    low = pl.col(total) / (pl.col(base) + half) - 1
    high = pl.when(pl.col(base) > half).then(pl.col(total) / (pl.col(base) - half) + 1)
    wrong = numbers.filter((pl.col(base) > 0) & ((pl.col(mean) < low) | (pl.col(mean) > high)))
    expected = (pl.col(total) / pl.col(base)).round(0).cast(pl.Int64).cast(pl.String)
    return wrong.select(
        "row_number",
        "school_year",
        column=pl.lit(mean),
        value=pl.col(mean).round(0).cast(pl.Int64).cast(pl.String),
        other=expected,
    )


RULE = Rule(
    "E-MEAN-ACHIEVABLE",
    title="A mean that does not fit its total",
    message="Row {row}: {column} is {value}; the total divided by the number gives {other}.",
    fix="Correct the mean, the total or the number.",
    stage=Stage.ACROSS,
    effect=Effect.CELL,
    find=find,
    reads=named_in("means"),
    rank=2,
)
