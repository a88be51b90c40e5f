"""E-FILE-EAM-YEAR: the first line names another school year than the rows."""

from __future__ import annotations

import polars as pl

from districts.school_year import show_school_year
from monitoring.intake.cell_text import school_year
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """One of the two is wrong, and nothing tells which. Rows without a year, as of licenses, are of all."""
    _, _, said, *_ = (*sheet.recognized.eam, "", "", "")
    if not (said and sheet.years):
        return nothing()
    year = pl.select(school_year(pl.lit(said))).item()
    if sheet.years == [year]:
        return nothing()
    told = said if year is None else show_school_year(year)
    return pl.DataFrame({"value": [told], "other": [", ".join(map(show_school_year, sheet.years))]})


RULE = Rule(
    "E-FILE-EAM-YEAR",
    title="The first line names another school year",
    message="The first line says the file is of the school year {value}; its rows are of {other}.",
    fix="Correct the first line or the rows, whichever is wrong, or delete the first line.",
    stage=Stage.WHOLE,
    effect=Effect.FILE,
    find=find,
    rank=1,
)
