"""E-FTE-PERSON: more than one person can work."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, number_text
from monitoring.intake.checks.staff.person_fte import MOST, READS, person_fte
from monitoring.intake.layouts.work_assignment import REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return (
        person_fte(sheet)
        .filter(pl.col("sum") > MOST * SCALE)
        .select("row_number", "school_year", column=pl.lit("fte"), value="whose", other=number_text(pl.col("sum")))
    )


RULE = Rule(
    "E-FTE-PERSON",
    title="More than one person can work",
    message="Row {row} ({value}): the rows of this person at one school make {other} full-time equivalents.",
    fix="Divide the time of one person between the rows; together they make at most 1.5.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=READS,
    rank=5,
    layout=REPORT.id,
    quotes=False,
)
