"""W-GRADE-AGAIN: students in the grade of last year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import in_both, whole

MOST = 0.5  # of the students; about one in fifty repeats a grade
FEWEST = 20  # students
STAYING = ("PK", "SP")  # where a student may be for several years


def find(sent: Submission) -> pl.DataFrame:
    pairs = in_both(sent, "student", "sasid", ["grade"]).filter(~pl.col("grade_was").is_in(STAYING)).drop_nulls()
    same = pairs.filter(pl.col("grade") == pl.col("grade_was")).height
    return whole(same, pairs.height, is_found=pairs.height >= FEWEST and same > MOST * pairs.height)


RULE = CrossRule(
    "W-GRADE-AGAIN",
    title="Students in the grade of last year",
    message="{value} of {other} students are in the grade of last year.",
    fix="See whether last year’s file was sent with only its school year changed.",
    dataset="student",
    reads={
        "student": (
            "sasid",
            "grade",
        )
    },
    find=find,
    rank=9,
    looks_back=True,
)
