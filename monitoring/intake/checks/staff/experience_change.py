"""W-EXPERIENCE-CHANGE: experience that does not follow from last year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, nothing, number_text
from monitoring.intake.layouts.staff_roster import REPORT, YEARS
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    before = sheet.past.records.get(REPORT.id)
    if before is None:
        return nothing()
    here = sheet.rows.select("row_number", "school_year", "mepid", "experience_scope", whose=sheet.whose)
    now = sheet.cells.filter(pl.col("column").is_in(YEARS)).select("row_number", "column", "amount")
    was = before.with_columns(pl.col("school_year") + 1).unpivot(
        YEARS, index=["school_year", "mepid", "experience_scope"], variable_name="column", value_name="was"
    )
    pairs = here.join(now, on="row_number").join(was, on=["school_year", "mepid", "experience_scope", "column"])
    grown = pl.col("amount") - pl.col("was") * SCALE
    odd = pairs.filter(~grown.is_between(0, SCALE))
    told = pl.format("{}, and said {} the year before", number_text(pl.col("amount")), "was")
    return odd.select("row_number", "school_year", "column", value="whose", other=told)


RULE = Rule(
    "W-EXPERIENCE-CHANGE",
    title="Experience that does not follow from last year",
    message="Row {row} ({value}): {column} says {other}.",
    fix="They stay the same or grow by one each year; correct them, or say that somebody came back.",
    stage=Stage.HISTORY,
    effect=Effect.NONE,
    find=find,
    reads=("mepid", "experience_scope", *YEARS),
    rank=5,
    layout=REPORT.id,
    quotes=False,
)
