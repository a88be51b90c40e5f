"""W-ENROLL-CHANGE: a change of more than a quarter, and of a classroom of students, against the year before."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.enrollment.groups import KEY, READS, has_groups, with_all
from monitoring.intake.checks.rule import Rule, Stage, number_text
from monitoring.intake.sheet import Effect, Sheet

FEWEST = 20 * SCALE  # students; below that a quarter is soon reached


def find(sheet: Sheet) -> pl.DataFrame:
    """The year before may stand in the same file or be on record."""
    now = with_all(sheet).select("row_number", *KEY, "student_group", "enrolled")
    recorded = sheet.past.enrolled.select(*KEY, "student_group", pl.col("enrolled") * SCALE)
    before = pl.concat([now.drop("row_number"), recorded]).unique(
        [*KEY, "student_group"], keep="first", maintain_order=True
    )
    before = before.select(pl.col("school_year") + 1, "org_code", "student_group", last_year="enrolled")
    pairs = now.join(before, on=[*KEY, "student_group"])
    change = (pl.col("enrolled") - pl.col("last_year")).abs()
    large = pairs.filter(change * 4 > pl.col("last_year"), change >= FEWEST)
    return large.select(
        "row_number",
        "school_year",
        column=pl.lit("enrolled"),
        value=number_text(pl.col("enrolled")),
        other=number_text(pl.col("last_year")),
    )


RULE = Rule(
    "W-ENROLL-CHANGE",
    title="A large change against last year",
    message="Row {row}: {value} students, {other} the year before: a change of more than a quarter.",
    fix="Nothing to do where the change is real; otherwise correct the count.",
    stage=Stage.HISTORY,
    effect=Effect.NONE,
    find=find,
    reads=READS,
    only=has_groups,
    rank=2,
)
