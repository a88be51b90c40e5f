"""W-SCHEDULE-NONE: students without a class."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission

MOST = 0.05  # share of the students


def find(sent: Submission) -> pl.DataFrame:
    students = sent.files["student"].select("sasid").unique()
    without = students.join(sent.scheduled, on="sasid", how="anti")
    counted = pl.DataFrame({"value": [f"{without.height:,}"], "other": [f"{students.height:,}"]})
    return counted.filter(pl.lit(without.height > MOST * students.height))


RULE = CrossRule(
    "W-SCHEDULE-NONE",
    title="Students without a class",
    message="{value} of {other} students have no class in the collection.",
    fix="See whether the schedules of a school are missing.",
    dataset="student",
    reads={"student": ("sasid",), "student_schedule": ("sasid",)},
    find=find,
    rank=5,
)
