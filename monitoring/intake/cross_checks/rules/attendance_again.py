"""W-ATTENDANCE-AGAIN: last year’s attendance once more."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import in_both, whole

MOST = 0.5  # of those who were absent last year: of a dozen days, one in ten has the same number by chance
FEWEST = 20  # of them


def find(sent: Submission) -> pl.DataFrame:
    pairs = in_both(sent, "staff_attendance", "mepid", ["days_absent"]).drop_nulls()
    absent = pairs.filter(pl.col("days_absent_was") > 0)
    same = absent.filter(pl.col("days_absent") == pl.col("days_absent_was")).height
    return whole(same, absent.height, is_found=absent.height >= FEWEST and same > MOST * absent.height)


RULE = CrossRule(
    "W-ATTENDANCE-AGAIN",
    title="Last year’s attendance once more",
    message="Of {other} people who were absent last year, {value} have the same days absent this year.",
    fix="See whether last year’s file was sent with only its school year changed.",
    dataset="staff_attendance",
    reads={"staff_attendance": ("mepid", "days_absent")},
    find=find,
    rank=9,
    looks_back=True,
)
