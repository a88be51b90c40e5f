"""The roster of the district, by status of employment."""

from __future__ import annotations

import polars as pl

from monitoring.intake.layouts.staff_roster import REPORT
from monitoring.intake.summaries.summary import TOTAL, Figure, Files, Summary, people

STATUS = dict(REPORT.column("employment_status").code_meanings)


def build(files: Files) -> pl.DataFrame:
    """Grain: status of employment, of the district as a whole.

    Two at work and one who left in the second year of teaching: working 2, exited 1.
    """
    status = pl.col("employment_status").replace_strict(STATUS, default=pl.col("employment_status"))
    rows = files["staff_roster"].select("mepid", place=pl.lit(TOTAL), part=status.str.to_titlecase())
    return rows.group_by("place", "part").agg(people=people("mepid"))


SUMMARY = Summary(
    "roster",
    title="The roster by status of employment",
    note="People on the roster of the school year.",
    reads={"staff_roster": ("mepid", "employment_status")},
    figures=(Figure("people", "People"),),
    build=build,
    part="Status",
)
