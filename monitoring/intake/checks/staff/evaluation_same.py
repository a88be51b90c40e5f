"""W-EVALUATION-SAME: all have the same rating."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.checks.staff.rating_counts import rating_counts
from monitoring.intake.layouts.evaluation import REPORT
from monitoring.intake.sheet import Effect, Sheet

FEWEST = 6  # educators; below that one rating for all is everyday


def find(sheet: Sheet) -> pl.DataFrame:
    counted = rating_counts(sheet.rows)
    same = counted.filter(
        pl.col("evaluated") == pl.col("educators"), pl.col("educators") >= FEWEST, pl.col("different") == 1
    )
    return same.select("school_year", other=pl.col("educators").cast(pl.String))


RULE = Rule(
    "W-EVALUATION-SAME",
    title="All have the same rating",
    message="In {year} all {other} educators were evaluated, and all have the same overall rating.",
    fix="See whether a default was exported; if it is right, say so.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("rating_type", "overall"),
    rank=10,
    layout=REPORT.id,
    quotes=False,
)
