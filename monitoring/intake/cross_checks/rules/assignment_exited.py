"""W-ASSIGNMENT-EXITED: an assignment of somebody who has left."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.layouts.staff_roster import EXITED


def find(sent: Submission) -> pl.DataFrame:
    left = sent.files["staff_roster"].filter(pl.col("employment_status") == EXITED)
    return sent.files["work_assignment"].join(left, on="mepid", how="semi").select("row_number")


RULE = CrossRule(
    "W-ASSIGNMENT-EXITED",
    title="An assignment of somebody who has left",
    message="{file}, row {row}: the roster says that this person has left.",
    fix="Correct the status on the roster, or delete the assignment.",
    dataset="work_assignment",
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
