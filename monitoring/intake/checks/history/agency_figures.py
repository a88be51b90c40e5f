"""I-AGENCY-FIGURES: the state agency has sent figures of the same kind and year."""

from __future__ import annotations

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Of a district's file; nobody sent figures beside the agency's own."""
    if sheet.owner in (None, STATE_CODE):
        return nothing()
    shared = [year for year in sheet.years if year in sheet.past.agency_years]
    return pl.DataFrame({"school_year": shared}, schema={"school_year": pl.Int16})


RULE = Rule(
    "I-AGENCY-FIGURES",
    title="The state agency has figures of the same year",
    message="For {year} the state agency has sent figures of this kind. Where both have one for the same school, the "
    "agency's is shown; yours is kept, and stands in your own figures where the agency has none.",
    fix="Nothing to do. Where the agency's figure is wrong, ask the agency to correct its report.",
    stage=Stage.HISTORY,
    effect=Effect.NONE,
    find=find,
    rank=3,
)
