"""W-ATTENDANCE-RATE: far more or fewer days absent than last year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import after

TIMES = 2  # as many of the days expected, or as few
FEWEST = 100  # people in each year: of fewer, the long absences of a few make half as many again


def find(sent: Submission) -> pl.DataFrame:
    now, was = (_absent(files["staff_attendance"]) for files in (sent.files, sent.before))
    both = now.join(was, how="cross", suffix="_was").filter(pl.min_horizontal("people", "people_was") >= FEWEST)
    share, before = pl.col("share"), pl.col("share_was")
    far = both.filter((share > TIMES * before) | (before > TIMES * share))
    told = far.with_columns(
        pl.format("{} %", (100 * pl.col(name)).round(1)).alias(name) for name in ("share", "share_was")
    )
    return told.select(other=after("share", "share_was"))


def _absent(rows: pl.DataFrame) -> pl.DataFrame:
    """Grain: the district. `share`: of the days expected, those absent."""
    known = rows.drop_nulls(["days_absent", "days_expected"])
    return known.select(
        people=pl.col("mepid").n_unique(), share=pl.col("days_absent").sum() / pl.col("days_expected").sum()
    )


RULE = CrossRule(
    "W-ATTENDANCE-RATE",
    title="Far more or fewer days absent than last year",
    message="The share of days on which people were absent is far from last year’s: {other}.",
    fix="See whether hours were sent for days, or whether professional development or leave is counted otherwise; if it"
    " is right, say why.",
    dataset="staff_attendance",
    reads={"staff_attendance": ("mepid", "days_absent", "days_expected")},
    find=find,
    rank=8,
    looks_back=True,
)
