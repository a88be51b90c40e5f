"""W-ATTENDANCE-STAFF: attendance of far more or fewer people of a school than last year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.rules.school_staff import CHANGE, FEWEST
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import far_from_last_year


def find(sent: Submission) -> pl.DataFrame:
    return far_from_last_year(sent, "staff_attendance", "mepid", fewest=FEWEST, change=CHANGE)


RULE = CrossRule(
    "W-ATTENDANCE-STAFF",
    title="Attendance of far more or fewer people of a school than last year",
    message="The number of people whose attendance was sent of {value} is far from last year’s: {other}.",
    fix="See whether the school’s rows are complete and under its own code; if it has truly changed, say why.",
    dataset="staff_attendance",
    reads={"staff_attendance": ("mepid",)},
    find=find,
    rank=8,
    looks_back=True,
)
