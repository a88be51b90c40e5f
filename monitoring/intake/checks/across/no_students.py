"""I-NO-STUDENTS: a school without students has no shares."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, named_in, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Zero everywhere, where the groups would make 100, says that nobody is enrolled: the shares are unknown, not
    zero.
    """
    names = sheet.report.race_percents
    if not names or not sheet.present(*names):
        return nothing()
    empty = sheet.numbers(*names).filter(pl.sum_horizontal(names) == 0, pl.all_horizontal(pl.col(names).is_not_null()))
    return empty.select("row_number", "school_year", value="org_code")


RULE = Rule(
    "I-NO-STUDENTS",
    title="A school without students",
    message="Row {row}: all groups of {value} are 0, so nobody is enrolled; its percentages count as not known.",
    fix="Nothing to do where the school had no students.",
    stage=Stage.ACROSS,
    effect=Effect.FIGURES,
    find=find,
    reads=named_in("race_percents"),
    rank=2,
)
