"""E-SCHEDULE-STUDENT: a schedule of a student who is not in the file of students."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission


def find(sent: Submission) -> pl.DataFrame:
    unknown = sent.scheduled.join(sent.files["student"], on="sasid", how="anti")
    return sent.files["student_schedule"].join(unknown, on="sasid", how="semi", nulls_equal=True).select("row_number")


RULE = CrossRule(
    "E-SCHEDULE-STUDENT",
    title="A schedule of a student who is not in the file of students",
    message="{file}, row {row}: this student is not in the file of students of the collection.",
    fix="Add the student to that file and send it again, or correct the id.",
    dataset="student_schedule",
    reads={"student": ("sasid",), "student_schedule": ("sasid",)},
    find=find,
    rank=4,
    is_prerequisite=True,
)
