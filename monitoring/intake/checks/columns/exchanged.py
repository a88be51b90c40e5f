"""E-COLUMN-EXCHANGED: columns stand in each other's place; an exchange explains the file and is proposed."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.columns.doubts import doubts
from monitoring.intake.checks.rule import Rule, Stage, is_judged
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    return doubts(sheet).filter("proposed").select("column", "school_year", "value")


RULE = Rule(
    "E-COLUMN-EXCHANGED",
    title="Columns stand in each other's place",
    message="{value} While the exchange waits for the state agency, the columns of this year are withheld, and figures "
    "of an earlier file, where they stand, stay in force; a newer file of the year withdraws it.",
    fix="Nothing, while the exchange waits for the state agency; or send the file again under the right names.",
    stage=Stage.COLUMN,
    effect=Effect.WITHHELD,
    find=find,
    only=is_judged,
    rank=1,
    quotes=False,
)
