"""W-ORG-UNKNOWN: an organization that is not on record."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Only our own layouts: statewide reports are themselves the record."""
    if sheet.report.publisher == "DESE" or sheet.report.dataset == "organizations" or not sheet.past.known.height:
        return nothing()
    if not sheet.present("org_code"):
        return nothing()
    if {*sheet.different("org_code")} <= {None, *sheet.past.known["org_code"]}:
        return nothing()
    return (
        sheet.rows.drop_nulls("org_code")
        .join(sheet.past.known, on="org_code", how="anti")
        .select("row_number", "school_year", column=pl.lit("org_code"), value="org_code")
    )


RULE = Rule(
    "W-ORG-UNKNOWN",
    title="An organization that is not on record",
    message="Row {row}: {value} is not on record.",
    fix="Correct the code, or ask the state agency to add the school.",
    stage=Stage.HISTORY,
    effect=Effect.NONE,
    find=find,
    rank=1,
    quotes=False,
)
