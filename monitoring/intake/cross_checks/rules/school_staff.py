"""W-SCHOOL-STAFF: a school with far more or fewer staff than last year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import far_from_last_year

CHANGE = 1 / 3  # of last year's; a school that gains or loses a grade of six changes by a sixth
FEWEST = 12  # people last year: a third of fewer is one or two hires


def find(sent: Submission) -> pl.DataFrame:
    return far_from_last_year(sent, "work_assignment", "mepid", fewest=FEWEST, change=CHANGE)


RULE = CrossRule(
    "W-SCHOOL-STAFF",
    title="A school with far more or fewer staff than last year",
    message="The number of people with an assignment at {value} is far from last year’s: {other}.",
    fix="See whether the school’s rows are complete and under its own code; if it has truly changed, say why.",
    dataset="work_assignment",
    reads={"work_assignment": ("mepid",)},
    find=find,
    rank=8,
    looks_back=True,
)
