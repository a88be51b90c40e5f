"""I-ROW-HEADER: the header stands again among the rows."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("org_code"):
        return nothing()
    header = sheet.headers["org_code"].lower()
    if header not in {str(text).lower() for text in sheet.different("org_code_text")}:
        return nothing()
    return sheet.rows.filter(pl.col("org_code_text").str.to_lowercase() == header).select("row_number")


RULE = Rule(
    "I-ROW-HEADER",
    title="The header stands again",
    message="Row {row} repeats the header and was passed over.",
    fix="Nothing to do.",
    stage=Stage.SET_ASIDE,
    effect=Effect.ROW,
    find=find,
    rank=0,
)
