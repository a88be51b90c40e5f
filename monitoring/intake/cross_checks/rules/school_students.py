"""W-SCHOOL-STUDENTS: a school with far more or fewer students than last year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import far_from_last_year

CHANGE = 1 / 4  # of last year's, as for the enrollment that schools report in sums
FEWEST = 40  # students last year: a quarter of fewer is half a class


def find(sent: Submission) -> pl.DataFrame:
    return far_from_last_year(sent, "student", "sasid", fewest=FEWEST, change=CHANGE)


RULE = CrossRule(
    "W-SCHOOL-STUDENTS",
    title="A school with far more or fewer students than last year",
    message="The number of students at {value} is far from last year’s: {other}.",
    fix="See whether the school’s rows are complete and under its own code; if it has truly changed, say why.",
    dataset="student",
    reads={"student": ("sasid",)},
    find=find,
    rank=8,
    looks_back=True,
)
