"""W-ROSTER-AGAIN: last year’s roster once more."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import in_both, whole
from monitoring.intake.layouts.staff_roster import WORKING

MOST = 0.9  # of those who taught before: their years do not grow, though each has taught a year more
FEWEST = 20  # of them


def find(sent: Submission) -> pl.DataFrame:
    pairs = in_both(sent, "staff_roster", "mepid", ["employment_status", "years_prior_teaching"])
    at_work = pl.col("employment_status", "employment_status_was") == WORKING
    taught = pairs.filter(at_work, pl.col("years_prior_teaching_was") > 0).drop_nulls("years_prior_teaching")
    same = taught.filter(pl.col("years_prior_teaching") == pl.col("years_prior_teaching_was")).height
    return whole(same, taught.height, is_found=taught.height >= FEWEST and same > MOST * taught.height)


RULE = CrossRule(
    "W-ROSTER-AGAIN",
    title="Last year’s roster once more",
    message="The years of teaching of {value} of {other} people are those of last year.",
    fix="See whether last year’s file was sent with only its school year changed.",
    dataset="staff_roster",
    reads={
        "staff_roster": (
            "mepid",
            "employment_status",
            "years_prior_teaching",
        )
    },
    find=find,
    rank=9,
    looks_back=True,
)
