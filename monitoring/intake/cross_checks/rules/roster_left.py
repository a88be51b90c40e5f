"""W-ROSTER-LEFT: those who had left by last year are still on the roster."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import whole
from monitoring.intake.layouts.staff_roster import EXITED

MOST = 0.5  # of those who had left
FEWEST = 10  # of them


def find(sent: Submission) -> pl.DataFrame:
    left, still = (
        files["staff_roster"].filter(pl.col("employment_status") == EXITED).select("mepid", "exit_date")
        for files in (sent.before, sent.files)
    )
    count = left.join(still, on=["mepid", "exit_date"], how="semi", nulls_equal=True).height
    return whole(count, left.height, is_found=left.height >= FEWEST and count > MOST * left.height)


RULE = CrossRule(
    "W-ROSTER-LEFT",
    title="Those who had left by last year are still on the roster",
    message="{value} of the {other} people who had left by last year stand in this roster again, with the same last "
    "day.",
    fix="Send the people of this school year alone; see whether rows of last year were joined to it.",
    dataset="staff_roster",
    reads={
        "staff_roster": (
            "mepid",
            "employment_status",
            "exit_date",
        )
    },
    find=find,
    rank=9,
    looks_back=True,
)
