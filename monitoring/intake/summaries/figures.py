"""Aggregate figures by measure and by student group."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.intake.cell_text import SCALE
from monitoring.intake.summaries.summary import TOTAL, Figure, Files, Summary, Unit

AMOUNTS = ("numerator", "denominator")
TITLES = {"all": "All students", **{group.id: group.title for group in GROUPS.values()}}
IS_WHOLE = pl.col("org_code").str.ends_with("0000")  # of the district itself, which its schools do not add to


def build_measures(files: Files) -> pl.DataFrame:
    """Grain: place, measure. The district's own figure, or, where it sent none, the sum over its schools; a rate is of
    these two.

    2.0 of 40.0 teachers at one school and 4.0 of 60.0 at another: 6.0 of 100.0 in the district, 6.0%.
    """
    rows = files["metric_aggregate"].unique(["org_code", "metric_id"], keep="first", maintain_order=True)
    titles = {measure.id: measure.title for measure in MEASURES.values()}
    summed = _with_whole(rows.with_columns(part=pl.col("metric_id").replace(titles)), AMOUNTS)
    is_share = summed["part"].is_in([measure.title for measure in MEASURES.values() if not measure.is_mean])
    rate = pl.col("numerator") * 100 * SCALE / pl.col("denominator")
    known = is_share & (pl.col("denominator") > 0)
    return summed.with_columns(rate=pl.when(known).then(rate.round()).cast(pl.Int64))


def build_groups(files: Files) -> pl.DataFrame:
    """Grain: place, student group. Students, and at a school their share, where the file gives one."""
    rows = files["school_enrollment"].unique(["org_code", "student_group"], keep="first", maintain_order=True)
    named = rows.with_columns(
        part=pl.col("student_group").replace(TITLES), share=(pl.col("share") * SCALE).round().cast(pl.Int64)
    )
    return _with_whole(named, ("enrolled",), beside=("share",))


def _with_whole(rows: pl.DataFrame, summed: tuple[str, ...], beside: tuple[str, ...] = ()) -> pl.DataFrame:
    """One row a place and part; the district as a whole has its own row, or the sum of its schools'."""
    schools, own = rows.filter(~IS_WHOLE), rows.filter(IS_WHOLE)
    known = pl.when(pl.col(summed).is_not_null().any()).then(pl.col(summed).sum())
    sums = schools.join(own, on="part", how="anti").group_by("part").agg(known)
    named = ["place", "part", *summed, *beside]
    whole = [own.with_columns(place=pl.lit(TOTAL)).select(named), sums.with_columns(place=pl.lit(TOTAL))]
    return pl.concat([schools.with_columns(place="org_code").select(named), *whole], how="diagonal")


MEASURES_SUMMARY = Summary(
    "measures",
    title="Measures by school",
    note="The figures as they were sent; of the district as a whole what it sent of itself, or else the sum.",
    reads={"metric_aggregate": ("metric_id", *AMOUNTS)},
    figures=(
        Figure("numerator", "Counted", Unit.FTE),
        Figure("denominator", "Out of", Unit.FTE),
        Figure("rate", "Rate", Unit.PERCENT),
    ),
    build=build_measures,
    part="Measure",
)
GROUPS_SUMMARY = Summary(
    "groups",
    title="Students by school and group",
    note="The figures as they were sent.",
    reads={"school_enrollment": ("student_group", "enrolled", "share")},
    figures=(Figure("enrolled", "Students"), Figure("share", "Share", Unit.PERCENT)),
    build=build_groups,
    part="Student group",
)
