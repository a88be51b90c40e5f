"""W-WAIVER-LONG: a waiver for more than a year."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.layouts.license import REPORT, WAIVER
from monitoring.intake.sheet import Effect, Sheet

DAYS = 366


def find(sheet: Sheet) -> pl.DataFrame:
    last = pl.col("valid_to") if sheet.present("valid_to") else pl.lit(None, pl.Date)
    days = (last - pl.col("valid_from")).dt.total_days() + 1
    told = pl.format("{} days", days).fill_null("without an end")
    waivers = sheet.rows.filter(pl.col("type") == WAIVER).filter((days > DAYS).fill_null(True))
    return waivers.select("row_number", column=pl.lit("valid_from"), value=sheet.whose, other=told)


RULE = Rule(
    "W-WAIVER-LONG",
    title="A waiver for more than a year",
    message="Row {row} ({value}): the waiver lasts {other}; a waiver is for one school year.",
    fix="Correct the days, or the type of the license.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("type", "valid_from", "valid_to"),
    rank=12,
    layout=REPORT.id,
    quotes=False,
)
