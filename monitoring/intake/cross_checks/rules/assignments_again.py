"""W-ASSIGNMENT-AGAIN: last year’s assignments once more."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import WHOLE_ROWS, CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import whole

MOST = 0.95  # of the rows; people, classes and parts of full time are never all the same two years running
FEWEST = 20  # rows
LEFT_OUT = ["school_year", "row_number", "does_not_apply"]


def find(sent: Submission) -> pl.DataFrame:
    now, was = (files["work_assignment"].drop(LEFT_OUT) for files in (sent.files, sent.before))
    same = now.join(was, on=now.columns, how="semi", nulls_equal=True).height
    return whole(same, now.height, is_found=now.height >= FEWEST and same > MOST * now.height)


RULE = CrossRule(
    "W-ASSIGNMENT-AGAIN",
    title="Last year’s assignments once more",
    message="{value} of {other} rows stand in last year’s file just so.",
    fix="See whether last year’s file was sent with only its school year changed.",
    dataset="work_assignment",
    reads={"work_assignment": WHOLE_ROWS},
    find=find,
    rank=9,
    looks_back=True,
)
