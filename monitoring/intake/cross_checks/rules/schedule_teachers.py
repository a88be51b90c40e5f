"""W-SCHEDULE-TEACHER: classes without a teacher."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.places import FAR, NEAR, READS, places
from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission


def find(sent: Submission) -> pl.DataFrame:
    return places(sent).filter(pl.col("share") >= FAR, pl.col("share") < NEAR).select("value", "other")


RULE = CrossRule(
    "W-SCHEDULE-TEACHER",
    title="Classes without a teacher",
    message="{value} of {other} places of students in classes have a teacher; the others are of sections without one.",
    fix="See whether both files name course, section and term alike.",
    dataset="student_schedule",
    reads=READS,
    find=find,
    rank=6,
)
