"""E-LEARNER: neither a person nor a school, or both."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.layouts.professional_learning import REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    names = ("mepid", "org_code")
    there = [pl.col(name).is_not_null() if sheet.present(name) else pl.lit(False) for name in names]
    wrong = sheet.rows.filter(there[0] == there[1])
    both, neither = pl.lit("both mepid and org_code are filled"), pl.lit("neither mepid nor org_code is filled")
    told = pl.when(there[0]).then(both).otherwise(neither)
    return wrong.select("row_number", "school_year", value=told)


RULE = Rule(
    "E-LEARNER",
    title="Neither a person nor a school, or both",
    message="Row {row}: {value}.",
    fix="Fill mepid for one person, or org_code for all of a school.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=("mepid",),
    rank=12,
    layout=REPORT.id,
    quotes=False,
)
