"""W-FTE-PERSON: more than full time."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, number_text
from monitoring.intake.checks.staff.person_fte import MUCH, PERSON, READS, person_fte
from monitoring.intake.layouts.work_assignment import REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return (
        person_fte(sheet)
        .filter(pl.col("sum") > MUCH * SCALE)
        .select("row_number", "school_year", column=pl.lit("fte"), value="whose", other=number_text(pl.col("sum")))
    )


RULE = Rule(
    "W-FTE-PERSON",
    title="More than full time",
    message="Row {row} ({value}): the rows of this person at one school make {other} full-time equivalents.",
    fix="See whether the time of one person stands in several rows.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=READS,
    rank=6,
    layout=REPORT.id,
    grain=PERSON,
    quotes=False,
)
