"""E-DATE-ORDER: a last day before the first."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, named_in, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    pairs = [pair for pair in sheet.report.spans if sheet.present(*pair)]
    if not pairs:
        return nothing()
    rows = sheet.rows.lazy()
    turned = [
        rows.filter(pl.col(last) < pl.col(first)).select(
            "row_number",
            column=pl.lit(last),
            value=pl.col(last).cast(pl.String),
            other=pl.format("{} ({})", pl.lit(sheet.headers[first]), first),
        )
        for first, last in pairs
    ]
    return pl.concat(turned).collect()


RULE = Rule(
    "E-DATE-ORDER",
    title="A last day before the first",
    message="Row {row}: {column} ({value}) comes before {other}.",
    fix="Correct the day that is wrong.",
    stage=Stage.ACROSS,
    effect=Effect.ROW,
    find=find,
    reads=named_in("spans"),
    rank=11,
    quotes=False,
)
