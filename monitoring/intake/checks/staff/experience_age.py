"""W-EXPERIENCE-AGE: more years of experience than age allows."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE, school_year
from monitoring.intake.checks.rule import Rule, Stage, nothing, number_text
from monitoring.intake.layouts.staff_roster import REPORT, YEARS
from monitoring.intake.sheet import Effect, Sheet

GROWN_UP = 18  # years


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("birth_year"):
        return nothing()
    born = school_year(pl.col("birth_year")).cast(pl.Int64)
    rows = sheet.rows.select("row_number", born=born, whose=sheet.whose)
    cells = sheet.cells.filter(pl.col("column").is_in(YEARS)).join(rows, on="row_number")
    most = pl.col("school_year") - 1 - pl.col("born") - GROWN_UP
    wrong = cells.filter(pl.col("amount") > most * SCALE)
    years = number_text(pl.col("amount"))
    return wrong.select("row_number", "school_year", "column", value="whose", other=years)


RULE = Rule(
    "W-EXPERIENCE-AGE",
    title="More years of experience than age allows",
    message="Row {row} ({value}): {column} says {other}, more than the years since the person turned 18.",
    fix="Correct the years of experience or the year of birth.",
    stage=Stage.CELL,
    effect=Effect.NONE,
    find=find,
    reads=("birth_year", *YEARS),
    rank=9,
    layout=REPORT.id,
    quotes=False,
)
