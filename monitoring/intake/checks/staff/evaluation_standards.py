"""E-EVALUATION-STANDARDS: rated on standards and not evaluated."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.layouts.evaluation import NOT_EVALUATED, REPORT, STANDARDS
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    names = [name for name in STANDARDS if sheet.present(name)]
    if not names:
        return nothing()
    not_rated = sheet.rows.filter(pl.col("overall") == NOT_EVALUATED)
    return pl.concat(
        not_rated.filter(pl.col(name).is_not_null()).select(
            "row_number", "school_year", column=pl.lit(name), value=sheet.whose
        )
        for name in names
    )


RULE = Rule(
    "E-EVALUATION-STANDARDS",
    title="Rated on standards and not evaluated",
    message="Row {row} ({value}): {column} is rated, and the overall rating says not evaluated.",
    fix="Give the overall rating, or leave the standards blank.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=("overall", *STANDARDS),
    rank=12,
    layout=REPORT.id,
    quotes=False,
)
