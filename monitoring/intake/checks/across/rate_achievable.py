"""E-RATE-ACHIEVABLE: a percentage that no whole number of people gives."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.across.reachable import unreachable
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    found = [
        unreachable(sheet, percent, part, whole)
        for percent, part, whole in sheet.report.percents
        if sheet.present(percent, whole, *([part] if part else []))
    ]
    return pl.concat(found) if found else nothing()


RULE = Rule(
    "E-RATE-ACHIEVABLE",
    title="A percentage that cannot be",
    message="Row {row}: {column} is {value}, which no whole number of people out of {other} gives.",
    fix="Correct the percentage or the counts.",
    stage=Stage.ACROSS,
    effect=Effect.CELL,
    find=find,
    rank=1,
)
