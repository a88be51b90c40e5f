"""How many people schools had last year. Not a rule: the rules on such numbers are made here."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission
from monitoring.intake.cross_checks.two_years import after

CHECK = "See whether the school’s rows are complete and under its own code; if it has truly changed, say why."


def rule_on_head_counts(
    id: str, *, title: str, message: str, dataset: str, person: str, fewest: int, change: float
) -> CrossRule:
    """A rule that finds the schools with at least `fewest` people last year whose number has changed by more than this
    share of it.
    """

    def find(sent: Submission) -> pl.DataFrame:
        schools = head_counts(sent, dataset, person).filter(pl.col("was") >= fewest)
        far = schools.filter((pl.col("now") - pl.col("was").cast(pl.Int64)).abs() > change * pl.col("was"))
        return far.select(value="org_code", other=after("now", "was"))

    reads = {dataset: (person,)}
    return CrossRule(id, title, message, CHECK, dataset, reads, find, rank=8, looks_back=True)


def head_counts(sent: Submission, dataset: str, person: str) -> pl.DataFrame:
    """Grain: a school that had people the year before: `was`, and `now`, which may be 0."""
    now, was = (
        files[dataset].drop_nulls("org_code").group_by("org_code").agg(pl.col(person).n_unique().alias(name))
        for files, name in ((sent.files, "now"), (sent.before, "was"))
    )
    return was.join(now, on="org_code", how="left").with_columns(pl.col("now").fill_null(0)).sort("org_code")
