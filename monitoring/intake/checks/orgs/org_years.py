"""E-ORG-YEARS: a school that closes before it opens."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import school_year
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("open_year", "close_year"):
        return nothing()
    opened, closed = (school_year(pl.col(name)) for name in ("open_year", "close_year"))
    return sheet.rows.filter(closed < opened).select(
        "row_number", column=pl.lit("close_year"), value="close_year", other="open_year"
    )


RULE = Rule(
    "E-ORG-YEARS",
    title="Closed before it opened",
    message="Row {row}: the closing year {value} lies before the opening year {other}.",
    fix="Correct one of the two years.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="organizations",
    reads=("open_year", "close_year"),
    rank=13,
)
