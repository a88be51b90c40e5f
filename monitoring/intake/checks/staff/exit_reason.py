"""E-EXIT-REASON: an exit without a reason."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.layouts.staff_roster import EXITED, REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("exit_reason"):
        return nothing()
    left = sheet.rows.filter(pl.col("employment_status") == EXITED, pl.col("exit_reason").is_null())
    return left.select("row_number", "school_year", column=pl.lit("exit_reason"), value=sheet.whose)


RULE = Rule(
    "E-EXIT-REASON",
    title="An exit without a reason",
    message="Row {row} ({value}): the status says that the person left, and no reason stands there.",
    fix="Give the reason; UNKNOWN where it is not known.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=("employment_status", "exit_reason"),
    rank=11,
    layout=REPORT.id,
    quotes=False,
)
