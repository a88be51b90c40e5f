"""E-COURSE-MISSING: a teacher without a class."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.layouts.work_assignment import REPORT, WITH_COURSES
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    teaching = sheet.rows.filter(pl.col("job_class").is_in(WITH_COURSES))
    return pl.concat(
        teaching.filter(pl.col(name).is_null()).select(
            "row_number", "school_year", column=pl.lit(name), value=sheet.whose, other="job_class"
        )
        for name in ("course_code", "section_id")
    )


RULE = Rule(
    "E-COURSE-MISSING",
    title="A teacher without a class",
    message="Row {row} ({value}): job {other} teaches, and {column} is blank.",
    fix="Give course, section and term of each class, one row a class.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=("job_class", "course_code", "section_id"),
    rank=11,
    layout=REPORT.id,
    quotes=False,
)
