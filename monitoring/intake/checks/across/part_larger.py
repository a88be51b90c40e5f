"""E-PART-LARGER: a part that is larger than its whole."""

from __future__ import annotations

from functools import partial

import polars as pl

from monitoring.intake.checks.across.relation import Relation, relation
from monitoring.intake.checks.rule import Rule, Stage, named_in, nothing, number_text
from monitoring.intake.sheet import Effect, Sheet


def relations(sheet: Sheet) -> list[Relation]:
    return [
        relation((part, whole), partial(_larger, part=part, whole=whole))
        for part, whole in sheet.report.parts
        if sheet.present(part, whole)
    ]


def find(sheet: Sheet) -> pl.DataFrame:
    found = [one.failing(sheet) for one in relations(sheet)]
    told = pl.concat(found) if found else nothing()
    return told.unique(["row_number", "column"], keep="first", maintain_order=True) if len(found) > 1 else told


def _larger(sheet: Sheet, part: str, whole: str) -> pl.DataFrame:
    """Which of the two is wrong cannot be known, so both are named."""
    wrong = sheet.numbers(part, whole).filter(pl.col(part) > pl.col(whole))
    return pl.concat(
        wrong.select(
            "row_number",
            "school_year",
            column=pl.lit(column),
            value=number_text(pl.col(part)),
            other=number_text(pl.col(whole)),
        )
        for column in (part, whole)
    )


RULE = Rule(
    "E-PART-LARGER",
    title="A part larger than its whole",
    message="Row {row}: {column} cannot be right, for {value} are part of {other}.",
    fix="Correct the count that is wrong.",
    stage=Stage.ACROSS,
    effect=Effect.CELL,
    find=find,
    reads=named_in("parts"),
    rank=0,
    quotes=False,
)
