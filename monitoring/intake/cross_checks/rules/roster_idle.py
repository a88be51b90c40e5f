"""W-ROSTER-IDLE: somebody at work without an assignment."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.layouts.staff_roster import WORKING


def find(sent: Submission) -> pl.DataFrame:
    working = sent.files["staff_roster"].filter(pl.col("employment_status") == WORKING)
    return working.join(sent.files["work_assignment"], on="mepid", how="anti").select("row_number")


RULE = CrossRule(
    "W-ROSTER-IDLE",
    title="Somebody at work without an assignment",
    message="{file}, row {row}: this person is working and has no assignment in the collection.",
    fix="Add the assignment, or correct the status of employment.",
    dataset="staff_roster",
    reads={
        "staff_roster": (
            "mepid",
            "employment_status",
        ),
        "work_assignment": ("mepid",),
    },
    find=find,
    rank=2,
)
