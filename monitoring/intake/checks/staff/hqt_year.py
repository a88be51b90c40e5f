"""W-HQT-YEAR: highly qualified after 2015-16."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing, some_rows
from monitoring.intake.layouts.staff_roster import LAST_HQT, REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("hqt"):
        return nothing()
    late = sheet.rows.filter(pl.col("hqt").is_not_null(), pl.col("school_year") > LAST_HQT)
    return some_rows(late.with_columns(column=pl.lit("hqt")), "column").rename({"rows": "other"})


RULE = Rule(
    "W-HQT-YEAR",
    title="Highly qualified after 2015-16",
    message="{column} says Y or N in {other}, after 2015-16, the last year for which it was collected.",
    fix="Write NA.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("hqt",),
    rank=12,
    layout=REPORT.id,
    quotes=False,
)
