"""W-EVALUATION-FEW: fewer than half were evaluated."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.checks.staff.rating_counts import rating_counts
from monitoring.intake.layouts.evaluation import REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    counted = rating_counts(sheet.rows)
    few = counted.filter(2 * pl.col("evaluated") < pl.col("educators"))
    return few.select(
        "school_year", value=pl.col("evaluated").cast(pl.String), other=pl.col("educators").cast(pl.String)
    )


RULE = Rule(
    "W-EVALUATION-FEW",
    title="Fewer than half were evaluated",
    message="In {year} {value} of {other} educators in the file were evaluated.",
    fix="See whether ratings are missing; if so few were due, say so.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("rating_type", "overall"),
    rank=9,
    layout=REPORT.id,
    quotes=False,
)
