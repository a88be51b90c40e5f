"""W-PLN-STRATEGIES: fewer than two key strategies."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.layouts.pln_membership import REPORT
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    named = pl.col("strategy_keys").str.split(",").list.eval(pl.element().str.strip_chars()).list.unique()
    few = sheet.rows.filter(named.list.len() < 2)
    return few.select("row_number", "school_year", column=pl.lit("strategy_keys"), value="org_code")


RULE = Rule(
    "W-PLN-STRATEGIES",
    title="Fewer than two key strategies",
    message="Row {row}: {value} names one strategy only; members of the network adopt two or more key strategies.",
    fix="Name them with commas between.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("strategy_keys",),
    rank=13,
    layout=REPORT.id,
    quotes=False,
)
