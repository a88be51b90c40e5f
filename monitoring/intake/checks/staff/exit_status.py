"""W-EXIT-STATUS: an exit of somebody who has not left."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.layouts.staff_roster import EXITED, REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    names = [name for name in ("exit_reason", "exit_date") if sheet.present(name)]
    if not names:
        return nothing()
    here = sheet.rows.filter(pl.col("employment_status") != EXITED)
    return pl.concat(
        here.filter(pl.col(name).is_not_null()).select(
            "row_number", "school_year", column=pl.lit(name), value=sheet.whose
        )
        for name in names
    )


RULE = Rule(
    "W-EXIT-STATUS",
    title="An exit of somebody who has not left",
    message="Row {row} ({value}): {column} is filled, and the status does not say that the person left.",
    fix="Correct the status, or leave the reason and the day of the exit blank.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("employment_status", "exit_reason", "exit_date"),
    rank=12,
    layout=REPORT.id,
    quotes=False,
)
