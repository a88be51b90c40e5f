"""W-DEGREE-LICENSE: a full license without a bachelor’s degree."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission

BELOW, FULL = ("NONE", "ASSOC"), ("PROFESSIONAL", "INITIAL")


def find(sent: Submission) -> pl.DataFrame:
    low = sent.files["staff_roster"].filter(pl.col("highest_degree").is_in(BELOW))
    held = sent.files["license"].filter(pl.col("type").is_in(FULL), pl.col("status") == "ACTIVE")
    full = held.select("mepid", "type").unique("mepid", keep="first", maintain_order=True)
    return low.join(full, on="mepid").select("row_number", value="highest_degree", other="type")


RULE = CrossRule(
    "W-DEGREE-LICENSE",
    title="A full license without a bachelor’s degree",
    message="{file}, row {row}: the highest degree is {value}, and the person has a license of type {other}.",
    fix="Correct the degree, or the type of the license.",
    dataset="staff_roster",
    reads={
        "staff_roster": (
            "mepid",
            "highest_degree",
        ),
        "license": (
            "mepid",
            "type",
            "status",
        ),
    },
    find=find,
    rank=3,
)
