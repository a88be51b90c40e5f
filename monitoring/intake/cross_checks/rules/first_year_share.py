"""W-FIRST-YEAR-SHARE: a share of newcomers far from last year’s."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.layouts.staff_roster import WORKING

POINTS = 10  # percentage points; of Massachusetts' teachers about one in twenty is in the first year
ERRORS = 3  # standard errors of the difference: among twenty people one or two newcomers more are chance


def find(sent: Submission) -> pl.DataFrame:
    """Where years are counted with the running one, nobody is in the first."""
    pair = _share(sent.files["staff_roster"], "now").hstack(_share(sent.before["staff_roster"], "was"))
    now, was, now_of, was_of = (pl.col(name) for name in ("now", "was", "now_of", "was_of"))
    both = (now * now_of + was * was_of) / (now_of + was_of)
    error = (both * (100 - both) * (1 / now_of + 1 / was_of)).sqrt()
    apart = (now - was).abs()
    far = pair.filter(apart > POINTS, apart > ERRORS * error)
    return far.select(value=pl.format("{} % after {} %", pl.col("now").round(1), pl.col("was").round(1)))


def _share(roster: pl.DataFrame, name: str) -> pl.DataFrame:
    """One row: the share in per cent, `<name>_of` the people at work whose years of teaching are known."""
    years = pl.col("years_prior_teaching")
    known = roster.filter(pl.col("employment_status") == WORKING).drop_nulls("years_prior_teaching")
    return known.select((100 * (years == 0).mean()).alias(name), years.len().alias(f"{name}_of"))


RULE = CrossRule(
    "W-FIRST-YEAR-SHARE",
    title="A share of newcomers far from last year’s",
    message="Of the people at work, the share without a completed year of teaching is far from last year’s: {value}.",
    fix="See whether years are counted before the school year, without the running one.",
    dataset="staff_roster",
    reads={
        "staff_roster": (
            "employment_status",
            "years_prior_teaching",
        )
    },
    find=find,
    rank=8,
    looks_back=True,
)
