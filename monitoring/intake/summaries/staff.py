"""Staff by school."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.people.job_classes import TEACHERS
from monitoring.intake.summaries.summary import Figure, Files, Summary, Unit, people, placed


def build(files: Files) -> pl.DataFrame:
    """Grain: place. Somebody who works at two schools counts once at each, and once in the district.

    A teacher (FTE 0.6 at A, 0.4 at B, in the first year): A 1 person, 0.6 FTE, 1 teacher, 1 in the first year; B the
    same with 0.4 FTE; the district 1 person, 1.0 FTE.
    """
    teaches = pl.col("job_class").is_in(TEACHERS)
    work = placed(files["work_assignment"]).join(_newcomers(files), on="mepid", how="left", maintain_order="left")
    first = people("mepid", teaches, pl.col("is_new"))
    return work.group_by("place").agg(
        people=people("mepid"),
        fte=pl.col("fte").sum(),
        teachers=people("mepid", teaches),
        teacher_fte=pl.col("fte").filter(teaches).sum(),
        first_year=pl.when(pl.lit("staff_roster" in files)).then(first),
    )


def _newcomers(files: Files) -> pl.DataFrame:
    """Grain: a person of the roster: whether no year of teaching is completed; not known where there is no roster."""
    if "staff_roster" not in files:
        return pl.DataFrame(schema={"mepid": pl.String, "is_new": pl.Boolean})
    roster = files["staff_roster"].unique("mepid", keep="first", maintain_order=True)
    return roster.select("mepid", is_new=pl.col("years_prior_teaching") == 0)


SUMMARY = Summary(
    "staff",
    title="Staff by school",
    note="People with an assignment. Who works at two schools counts at each, and once in the district. First-year "
    "teachers have no completed year of teaching on the roster.",
    reads={
        "work_assignment": ("mepid", "job_class", "fte"),
        "staff_roster": ("mepid", "years_prior_teaching"),
    },
    figures=(
        Figure("people", "People"),
        Figure("fte", "FTE", Unit.FTE),
        Figure("teachers", "Teachers"),
        Figure("teacher_fte", "Teachers’ FTE", Unit.FTE),
        Figure("first_year", "First-year teachers"),
    ),
    build=build,
)
