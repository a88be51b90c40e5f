"""W-SCHOOLS-EXCHANGED: the staff of two schools in each other’s place."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission

MOST = 0.5  # of the staff of each; each year about six of seven stay at their school
FEWEST = 8  # of each


def find(sent: Submission) -> pl.DataFrame:
    """Of people who work at one school alone in each year."""
    one_school = pl.col("org_code").n_unique().over("mepid") == 1
    single = {
        name: files["work_assignment"].drop_nulls("org_code").filter(one_school).unique("mepid", maintain_order=True)
        for name, files in (("now", sent.files), ("was", sent.before))
    }
    pairs = single["now"].select("mepid", to="org_code").join(single["was"].select("mepid", at="org_code"), on="mepid")
    moves = pairs.group_by("at", "to").agg(moved=pl.len()).with_columns(of=pl.col("moved").sum().over("at"))
    most = moves.filter(pl.col("at") != pl.col("to"), pl.col("moved") >= FEWEST, pl.col("moved") > MOST * pl.col("of"))
    back = most.select(at="to", to="at")
    both = most.join(back, on=["at", "to"], how="semi").filter(pl.col("at") < pl.col("to")).sort("at")
    return both.select(value=pl.format("{} and {}", "at", "to"))


RULE = CrossRule(
    "W-SCHOOLS-EXCHANGED",
    title="The staff of two schools in each other’s place",
    message="Most people who worked at one of {value} last year are now at the other, and the other way round.",
    fix="See whether the codes of the two schools changed places.",
    dataset="work_assignment",
    reads={"work_assignment": ("mepid",)},
    find=find,
    rank=9,
    looks_back=True,
)
