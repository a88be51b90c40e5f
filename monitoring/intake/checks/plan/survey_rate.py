"""W-SURVEY-RATE: fewer than half answered."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, number_text
from monitoring.intake.layouts.climate_survey import REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    items = sheet.numbers("respondents", "eligible").join(sheet.rows.select("row_number", "item_code"), on="row_number")
    few = items.filter(2 * pl.col("respondents") < pl.col("eligible"))
    told = pl.format("{} of {}", number_text(pl.col("respondents")), number_text(pl.col("eligible")))
    return few.select("row_number", "school_year", column="item_code", value="org_code", other=told)


RULE = Rule(
    "W-SURVEY-RATE",
    title="Fewer than half answered",
    message="{value}: {other} people answered item {column} in {year}. It is shown with caution.",
    fix="Nothing to do where it is right.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("respondents", "eligible", "item_code"),
    rank=13,
    layout=REPORT.id,
    quotes=False,
)
