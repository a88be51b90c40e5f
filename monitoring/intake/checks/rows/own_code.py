"""E-ORG-OWN-CODE: a district's own code of a school that its mapping does not know."""

from __future__ import annotations

import re

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet

WHOLE = r"^[0-9]{8}$"


def find(sheet: Sheet) -> pl.DataFrame:
    """Only where the mapping translates codes of schools; their own of eight digits may stand among these."""
    if not sheet.own_schools or all(re.search(WHOLE, text) for text in sheet.different("org_code_text") if text):
        return nothing()
    strange = sheet.rows.filter(~pl.col("org_code_text").str.contains(WHOLE))
    mapping = sheet.recognized.through.with_version if sheet.recognized.through else ""
    return strange.select("row_number", column=pl.lit("org_code"), value="org_code_text", other=pl.lit(mapping))


RULE = Rule(
    "E-ORG-OWN-CODE",
    title="A code of a school that the mapping does not know",
    message="Row {row}: {column} is “{value}”, which is none of the codes that the mapping {other}, translates.",
    fix="Add the code and its school to the mapping and send the file again, or correct it in the file.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=1,
)
