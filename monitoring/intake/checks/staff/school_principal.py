"""W-SCHOOL-PRINCIPAL: a school without a principal."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.people.job_classes import PRINCIPAL, TEACHERS
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.layouts.work_assignment import REPORT
from monitoring.intake.sheet import Effect, Sheet

SCHOOL = ("school_year", "collection", "org_code")


def find(sheet: Sheet) -> pl.DataFrame:
    jobs = pl.col("job_class")
    schools = (
        sheet.rows.filter(~pl.col("org_code").str.ends_with("0000"))
        .group_by(SCHOOL)
        .agg(pl.col("row_number").min(), teaches=jobs.is_in(TEACHERS).any(), is_led=(jobs == PRINCIPAL).any())
    )
    return schools.filter("teaches", ~pl.col("is_led")).select("row_number", "school_year", value="org_code")


RULE = Rule(
    "W-SCHOOL-PRINCIPAL",
    title="A school without a principal",
    message="{value} has teachers and no principal (job 1305) in {year}.",
    fix="See whether the row of the principal is missing.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("collection", "job_class"),
    rank=7,
    layout=REPORT.id,
    grain=SCHOOL,
    quotes=False,
)
