"""W-YEARS-EXCHANGED: years of teaching and of administration in each other’s place."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import in_both, whole
from monitoring.intake.layouts.staff_roster import YEARS

MOST = 0.5  # of the people whose two numbers tell
APART = 2  # years: nearer to each other, a year more makes one the other
FEWEST = 10  # people


def find(sent: Submission) -> pl.DataFrame:
    teaching, leading = (pl.col(name) for name in YEARS)
    taught, led = (pl.col(f"{name}_was") for name in YEARS)
    pairs = in_both(sent, "staff_roster", "mepid", list(YEARS)).drop_nulls()
    telling = pairs.filter((taught - led).abs() >= APART)
    exchanged = telling.filter((teaching - led).is_between(0, 1), (leading - taught).is_between(0, 1)).height
    return whole(exchanged, telling.height, is_found=exchanged >= FEWEST and exchanged > MOST * telling.height)


RULE = CrossRule(
    "W-YEARS-EXCHANGED",
    title="Years of teaching and of administration in each other’s place",
    message="Of {other} people, {value} have as years of teaching what last year were their years of administration, "
    "and the other way round.",
    fix="See whether the two columns changed places, and send the file with each under its own name.",
    dataset="staff_roster",
    reads={
        "staff_roster": (
            "mepid",
            *YEARS,
        )
    },
    find=find,
    rank=9,
    looks_back=True,
)
