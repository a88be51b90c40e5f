"""E-GROUP-ALL: a group with more students than the school."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.enrollment.groups import READS, has_groups, with_all
from monitoring.intake.checks.rule import Rule, Stage, number_text
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return (
        with_all(sheet)
        .filter(pl.col("enrolled") > pl.col("all_students"))
        .select(
            "row_number",
            "school_year",
            column=pl.lit("enrolled"),
            value=number_text(pl.col("enrolled")),
            other=number_text(pl.col("all_students")),
        )
    )


RULE = Rule(
    "E-GROUP-ALL",
    title="A group larger than the school",
    message="Row {row}: the group has {value} students, the school {other}.",
    fix="Correct the count of the group, or of all students.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=READS,
    only=has_groups,
    rank=0,
)
