"""W-GROUPS-EXCHANGED: groups of students in each other’s place."""

from __future__ import annotations

from itertools import combinations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import in_both
from monitoring.intake.layouts.student import FURTHER_GROUPS

MOST = 0.8  # of the students who were in one of two groups; from year to year nine of ten stay in theirs
FEWEST = 20  # such students
GROUPS = ("econ_dis", "el", "swd", *(f"group_{name}" for name in FURTHER_GROUPS))


def find(sent: Submission) -> pl.DataFrame:
    """Each pair of columns: of those who were in just one of the two groups, how many are now in just the other."""
    pairs = in_both(sent, "student", "sasid", list(GROUPS))
    is_in = {f"{name}{when}": pl.col(f"{name}{when}") == "Y" for name in GROUPS for when in ("", "_was")}
    counted = pairs.select(
        _counted(is_in, one, other).alias(f"{one} and {other}") for one, other in combinations(GROUPS, 2)
    )
    told = counted.unpivot(variable_name="value", value_name="counts").unnest("counts")
    found = told.filter(pl.col("telling") >= FEWEST, pl.col("exchanged") > MOST * pl.col("telling"))
    return found.select("value", other=pl.format("{} of {}", "exchanged", "telling"))


def _counted(is_in: dict[str, pl.Expr], one: str, other: str) -> pl.Expr:
    was_in_one = is_in[f"{one}_was"] != is_in[f"{other}_was"]
    is_exchanged = (is_in[one] == is_in[f"{other}_was"]) & (is_in[other] == is_in[f"{one}_was"])
    return pl.struct(telling=was_in_one.sum(), exchanged=(was_in_one & is_exchanged).sum())


RULE = CrossRule(
    "W-GROUPS-EXCHANGED",
    title="Groups of students in each other’s place",
    message="{value} seem to stand in each other’s place: {other} students who were in just one of these groups last "
    "year are in just the other now.",
    fix="See whether the two columns changed places, and send the file with each under its own name.",
    dataset="student",
    reads={
        "student": (
            "sasid",
            *GROUPS,
        )
    },
    find=find,
    rank=9,
    looks_back=True,
)
