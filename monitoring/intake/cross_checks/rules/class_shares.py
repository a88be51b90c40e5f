"""W-CLASS-SHARES: teachers who give more than the whole of a class."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import number_text
from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import SECTION, Submission

MOST = 101 * SCALE  # per cent: three thirds of 33.4 are no mistake


def find(sent: Submission) -> pl.DataFrame:
    given = sent.files["work_assignment"].drop_nulls([*SECTION, "contribution_pct"])
    classes = given.group_by(SECTION).agg(pl.col("row_number").min(), pl.col("contribution_pct").sum())
    over = classes.filter(pl.col("contribution_pct") > MOST).sort("row_number")
    return over.select("row_number", value=number_text(pl.col("contribution_pct")))


RULE = CrossRule(
    "W-CLASS-SHARES",
    title="Teachers who give more than the whole of a class",
    message="{file}, row {row}: the shares of instruction that are given for this class add up to {value} %.",
    fix="Correct the shares: those of one class are at most the whole of it.",
    dataset="work_assignment",
    reads={
        "work_assignment": (
            "course_code",
            "section_id",
            "term",
            "contribution_pct",
        )
    },
    find=find,
    rank=7,
    grain=tuple(SECTION),
)
