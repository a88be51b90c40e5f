"""W-ROSTER-NEW: hardly anybody of last year’s roster is there again."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import there_again, whole

FEWEST_AGAIN = 1 / 2  # of last year's people; each year about six of seven teachers stay
FEWEST = 20  # people last year


def find(sent: Submission) -> pl.DataFrame:
    again, of = there_again(sent, "staff_roster", "mepid")
    return whole(again, of, is_found=of >= FEWEST and again < FEWEST_AGAIN * of)


RULE = CrossRule(
    "W-ROSTER-NEW",
    title="Hardly anybody of last year’s roster is there again",
    message="Only {value} of the {other} people on last year’s roster are on this one.",
    fix="See whether the ids are MEPIDs in both years, and not numbers of the district’s own, and whether this is the "
    "file of your district.",
    dataset="staff_roster",
    reads={"staff_roster": ("mepid",)},
    find=find,
    rank=8,
    looks_back=True,
)
