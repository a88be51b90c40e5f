"""E-END-REASON: an ended strategy without a reason."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.layouts.strategy_adoption import ENDED, REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    reason = pl.col("end_reason") if sheet.present("end_reason") else pl.lit(None, pl.String)
    ended = sheet.rows.filter(pl.col("status") == ENDED, reason.is_null())
    return ended.select("row_number", column=pl.lit("end_reason"), value="strategy_key")


RULE = Rule(
    "E-END-REASON",
    title="An ended strategy without a reason",
    message="Row {row}: {value} has ended, and no reason stands there.",
    fix="Say in a few words why it ended.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=("status", "end_reason", "strategy_key"),
    rank=12,
    layout=REPORT.id,
    quotes=False,
)
