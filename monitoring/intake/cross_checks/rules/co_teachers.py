"""W-CO-TEACHERS: more than four teachers in one class."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import SECTION, Submission

MOST = 4  # teachers


def find(sent: Submission) -> pl.DataFrame:
    taught = sent.files["work_assignment"].drop_nulls(["course_code", "section_id"])
    classes = taught.group_by(SECTION).agg(pl.col("row_number").min(), teachers=pl.col("mepid").n_unique())
    many = classes.filter(pl.col("teachers") > MOST).sort("row_number")
    return many.select("row_number", other=pl.col("teachers").cast(pl.String))


RULE = CrossRule(
    "W-CO-TEACHERS",
    title="More than four teachers in one class",
    message="{file}, row {row}: this class has {other} teachers.",
    fix="See whether several classes have one section id.",
    dataset="work_assignment",
    reads={
        "work_assignment": (
            "mepid",
            "course_code",
            "section_id",
            "term",
        )
    },
    find=find,
    rank=7,
    grain=tuple(SECTION),
)
