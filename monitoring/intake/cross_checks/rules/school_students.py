"""W-SCHOOL-STUDENTS: a school with far more or fewer students than last year."""

from __future__ import annotations

from monitoring.intake.cross_checks.head_counts import rule_on_head_counts

CHANGE = 1 / 4  # of last year's, as for the enrollment that schools report in sums
FEWEST = 40  # students last year: a quarter of fewer is half a class

RULE = rule_on_head_counts(
    "W-SCHOOL-STUDENTS",
    title="A school with far more or fewer students than last year",
    message="The number of students at {value} is far from last year’s: {other}.",
    dataset="student",
    person="sasid",
    fewest=FEWEST,
    change=CHANGE,
)
