"""W-ATTENDANCE-STAFF: attendance of far more or fewer people of a school than last year."""

from __future__ import annotations

from monitoring.intake.cross_checks.head_counts import rule_on_head_counts
from monitoring.intake.cross_checks.rules.school_staff import CHANGE, FEWEST

RULE = rule_on_head_counts(
    "W-ATTENDANCE-STAFF",
    title="Attendance of far more or fewer people of a school than last year",
    message="The number of people whose attendance was sent of {value} is far from last year’s: {other}.",
    dataset="staff_attendance",
    person="mepid",
    fewest=FEWEST,
    change=CHANGE,
)
