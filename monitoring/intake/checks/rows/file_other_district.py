"""E-FILE-OTHER-DISTRICT: not one row belongs to the district that sends the file."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if sheet.owner_prefix is None or sheet.own_schools:  # of which each row is told by itself
        return nothing()
    different = [code for code in sheet.different("org_code") if code is not None]
    if not different or any(code.startswith(sheet.owner_prefix) for code in different):
        return nothing()
    first = f"{sheet.rows['org_code'].drop_nulls()[0][:4]}0000"
    may_be_an_id = sheet.report.persons and first not in sheet.past.known["org_code"]
    other = "one that is not on record" if may_be_an_id else first
    return pl.DataFrame({"value": [f"{sheet.owner_prefix}0000"], "other": [other]})


RULE = Rule(
    "E-FILE-OTHER-DISTRICT",
    title="Another district's file",
    message="No row of the file belongs to district {value}; the first is of {other}.",
    fix="Send your own district's file, or the state's report from the state agency's page.",
    stage=Stage.WHOLE,
    effect=Effect.FILE,
    find=find,
    quotes=False,
)
