"""W-SECTION-EMPTY: sections without students."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import SECTION, Submission

MOST = 0.05  # share of the sections


def find(sent: Submission) -> pl.DataFrame:
    sections = sent.files["work_assignment"].drop_nulls(["course_code", "section_id"]).select(SECTION).unique()
    empty = sections.join(sent.sections, on=SECTION, how="anti")
    counted = pl.DataFrame({"value": [str(empty.height)], "other": [str(sections.height)]})
    return counted.filter(pl.lit(empty.height > MOST * sections.height))


RULE = CrossRule(
    "W-SECTION-EMPTY",
    title="Sections without students",
    message="{value} of {other} sections with a teacher have no student.",
    fix="See whether both files name course, section and term alike.",
    dataset="work_assignment",
    reads={
        "student_schedule": (
            "course_code",
            "section_id",
            "term",
        ),
        "work_assignment": (
            "course_code",
            "section_id",
            "term",
        ),
    },
    find=find,
    rank=7,
)
