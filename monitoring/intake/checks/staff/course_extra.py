"""E-COURSE-EXTRA: a class of somebody who does not teach."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.layouts.work_assignment import REPORT, WITH_COURSES
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    others = sheet.rows.filter(~pl.col("job_class").is_in(WITH_COURSES))
    return pl.concat(
        others.filter(pl.col(name).is_not_null()).select(
            "row_number", "school_year", column=pl.lit(name), value=sheet.whose, other="job_class"
        )
        for name in ("course_code", "section_id")
    )


RULE = Rule(
    "E-COURSE-EXTRA",
    title="A class of somebody who does not teach",
    message="Row {row} ({value}): job {other} does not teach, and {column} is filled.",
    fix="Write NA there, or correct the job.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=("job_class", "course_code", "section_id"),
    rank=11,
    layout=REPORT.id,
    quotes=False,
)
