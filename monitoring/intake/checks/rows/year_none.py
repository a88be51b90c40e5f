"""E-YEAR-NONE: the school year stands neither in a column nor in a title row."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    is_dated = sheet.report.year_in_file and not sheet.present("school_year")
    if is_dated and sheet.recognized.title_year is None:
        return pl.DataFrame({"value": [sheet.recognized.title or "no title row"]})
    return nothing()


RULE = Rule(
    "E-YEAR-NONE",
    title="The school year is missing",
    message="The file does not say which school year it is of: there is no such column, and the title row names "
    "none or several ({value}).",
    fix="Add a column School Year (like 2020-21), or keep the title row of the export. The name of the file is not "
    "used.",
    stage=Stage.WHOLE,
    effect=Effect.FILE,
    find=find,
)
