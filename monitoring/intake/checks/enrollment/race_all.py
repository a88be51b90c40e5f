"""E-RACE-ALL: counts of race and ethnicity that do not add up to all students."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.enrollment.groups import KEY, READS, has_groups, with_all
from monitoring.intake.checks.rule import Rule, Stage, number_text
from monitoring.intake.layouts.school_enrollment import RACES
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Looks only where all seven groups are given; tolerance 0."""
    groups = with_all(sheet).filter(pl.col("student_group").is_in(RACES) & pl.col("all_students").is_not_null())
    together = groups.with_columns(
        sum=pl.col("enrolled").sum().over(KEY), given=pl.col("student_group").n_unique().over(KEY)
    )
    wrong = together.filter((pl.col("given") == len(RACES)) & (pl.col("sum") != pl.col("all_students")))
    return wrong.select(
        "row_number",
        "school_year",
        column=pl.lit("enrolled"),
        value=number_text(pl.col("sum")),
        other=number_text(pl.col("all_students")),
    )


RULE = Rule(
    "E-RACE-ALL",
    title="Race and ethnicity do not add up to all students",
    message="Row {row}: the groups of race and ethnicity have {value} students together, the school {other}.",
    fix="Correct the counts: every student belongs to exactly one of these groups.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=READS,
    only=has_groups,
    rank=1,
)
