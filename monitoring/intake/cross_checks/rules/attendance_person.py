"""E-ROSTER-ATTENDANCE: attendance of somebody who is not on the roster."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission


def find(sent: Submission) -> pl.DataFrame:
    return sent.files["staff_attendance"].join(sent.files["staff_roster"], on="mepid", how="anti").select("row_number")


RULE = CrossRule(
    "E-ROSTER-ATTENDANCE",
    title="Attendance of somebody who is not on the roster",
    message="{file}, row {row}: this person is not on the staff roster of the year.",
    fix="Add the person to the roster and send it again, or correct the id.",
    dataset="staff_attendance",
    reads={"staff_attendance": ("mepid",), "staff_roster": ("mepid",)},
    find=find,
    rank=1,
    is_prerequisite=True,
)
