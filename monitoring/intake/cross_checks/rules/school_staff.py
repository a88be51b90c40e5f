"""W-SCHOOL-STAFF: a school with far more or fewer staff than last year."""

from __future__ import annotations

from monitoring.intake.cross_checks.head_counts import rule_on_head_counts

CHANGE = 1 / 3  # of last year's; a school that gains or loses a grade of six changes by a sixth
FEWEST = 12  # people last year: a third of fewer is one or two hires

RULE = rule_on_head_counts(
    "W-SCHOOL-STAFF",
    title="A school with far more or fewer staff than last year",
    message="The number of people with an assignment at {value} is far from last year’s: {other}.",
    dataset="work_assignment",
    person="mepid",
    fewest=FEWEST,
    change=CHANGE,
)
