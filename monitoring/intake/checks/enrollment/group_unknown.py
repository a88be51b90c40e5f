"""W-GROUP-UNKNOWN: more than one student in twenty whose group is unknown."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.enrollment.groups import READS, has_groups, with_all
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    unknown = with_all(sheet).filter(
        pl.col("student_group") == "unknown", pl.col("enrolled") * 20 > pl.col("all_students")
    )
    share = (100 * pl.col("enrolled") / pl.col("all_students")).round(1).cast(pl.String)
    return unknown.select("row_number", "school_year", column=pl.lit("student_group"), value=share)


RULE = Rule(
    "W-GROUP-UNKNOWN",
    title="Many students without a group",
    message="Row {row}: for {value} % of the students the group is unknown.",
    fix="See whether the groups can be completed; otherwise explain it in a remark.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=READS,
    only=has_groups,
    rank=2,
)
