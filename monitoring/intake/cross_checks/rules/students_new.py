"""W-STUDENTS-NEW: hardly any of last year’s students is there again."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import there_again, whole

FEWEST_AGAIN = 1 / 3  # of last year's students; where schools have two grades alone, half of them leave each year
FEWEST = 40  # students last year


def find(sent: Submission) -> pl.DataFrame:
    again, of = there_again(sent, "student", "sasid")
    return whole(again, of, is_found=of >= FEWEST and again < FEWEST_AGAIN * of)


RULE = CrossRule(
    "W-STUDENTS-NEW",
    title="Hardly any of last year’s students is there again",
    message="Only {value} of last year’s {other} students are in this file.",
    fix="See whether the ids are SASIDs in both years, and not numbers of the district’s own, and whether this is the "
    "file of your district.",
    dataset="student",
    reads={"student": ("sasid",)},
    find=find,
    rank=8,
    looks_back=True,
)
