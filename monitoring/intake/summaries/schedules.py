"""Schedules by school."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.submission import SECTION
from monitoring.intake.summaries.summary import Figure, Files, Summary, people, placed


def build(files: Files) -> pl.DataFrame:
    """Grain: place. What was left is no place; whether a place has a teacher is known where assignments were sent.

    Two students in a class with a teacher, one of them also in a class without: 2 students, 2 classes, 3 places, 2 with
    a teacher.
    """
    taken = files["student_schedule"].filter(pl.col("status") != "WITHDRAWN")
    taught = files["work_assignment"].select(SECTION).unique() if "work_assignment" in files else None
    if taught is None:
        taken = taken.with_columns(is_taught=pl.lit(None, pl.Boolean))
    else:
        taken = taken.join(taught.with_columns(is_taught=pl.lit(value=True)), on=SECTION, how="left")
    with_teacher = pl.col("is_taught").sum().cast(pl.Int64)
    return (
        placed(taken)
        .group_by("place")
        .agg(
            students=people("sasid"),
            classes=pl.struct(SECTION).n_unique().cast(pl.Int64),
            places=pl.len().cast(pl.Int64),
            taught=pl.when(pl.lit(taught is not None)).then(with_teacher),
        )
    )


SUMMARY = Summary(
    "schedules",
    title="Schedules by school",
    note="Classes that students are in or have finished. A place is one student in one class.",
    reads={
        "student_schedule": ("sasid", "course_code", "section_id", "term", "status"),
        "work_assignment": ("course_code", "section_id", "term"),
    },
    figures=(
        Figure("students", "Students with a class"),
        Figure("classes", "Classes"),
        Figure("places", "Places"),
        Figure("taught", "Places with a teacher"),
    ),
    build=build,
)
