"""E-RATE-ACHIEVABLE: a percentage that no whole number of people gives."""

from __future__ import annotations

from functools import partial

import polars as pl

from monitoring.intake.checks.across.reachable import unreachable
from monitoring.intake.checks.across.relation import Relation, relation
from monitoring.intake.checks.rule import Rule, Stage, named_in, nothing
from monitoring.intake.sheet import Effect, Sheet


def relations(sheet: Sheet) -> list[Relation]:
    return [
        relation(
            (percent, *([part] if part else []), whole), partial(unreachable, percent=percent, part=part, whole=whole)
        )
        for percent, part, whole in sheet.report.percents
        if sheet.present(percent, whole, *([part] if part else []))
    ]


def find(sheet: Sheet) -> pl.DataFrame:
    found = [one.failing(sheet) for one in relations(sheet)]
    return pl.concat(found) if found else nothing()


RULE = Rule(
    "E-RATE-ACHIEVABLE",
    title="A percentage that cannot be",
    message="Row {row}: {column} is {value}, which no whole number of people out of {other} gives.",
    fix="Correct the percentage or the counts.",
    stage=Stage.ACROSS,
    effect=Effect.CELL,
    find=find,
    reads=named_in("percents"),
    rank=1,
)
