"""W-CLASS-SIZE: a class of more than 60 students."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.layouts.student_schedule import REPORT
from monitoring.intake.sheet import Effect, Sheet, hash_of

MOST = 60  # students
CLASS = ("school_year", "collection", "org_code", "course_code", "section_id", "term")


def find(sheet: Sheet) -> pl.DataFrame:
    rows = sheet.rows.lazy().filter(pl.col("status") != "WITHDRAWN").select("row_number", "sasid", *CLASS)
    places = rows.group_by(hash_of(CLASS).alias("section")).len().select(pl.col("len").max().fill_null(0))
    if places.collect().item() <= MOST:  # few sections have one hash, and none has two
        return nothing()
    present = rows.collect()
    classes = present.group_by(CLASS).agg(pl.col("row_number").min(), students=pl.col("sasid").n_unique())
    large = classes.filter(pl.col("students") > MOST)
    name = pl.format("course {} at {}", "course_code", "org_code")  # what a section is called may be a teacher's name
    return large.select("row_number", "school_year", value=name, other=pl.col("students").cast(pl.String))


RULE = Rule(
    "W-CLASS-SIZE",
    title="A class of more than 60 students",
    message="A class of {value} that begins in row {row}: {other} students.",
    fix="See whether several classes have one section id.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("collection", "sasid", "course_code", "section_id", "term", "status"),
    rank=12,
    layout=REPORT.id,
    grain=CLASS,
    quotes=False,
)
