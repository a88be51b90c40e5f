"""E-YEAR-TITLE: the school year in the title row has not begun, or lies before the first one that is kept."""

from __future__ import annotations

import polars as pl

from districts.school_year import FIRST
from monitoring.intake.checks.rows.year_range import bounds
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    year = sheet.recognized.title_year
    if not sheet.report.year_in_file or sheet.present("school_year") or year is None or FIRST <= year <= sheet.running:
        return nothing()
    return pl.DataFrame({"value": [sheet.recognized.title]}).with_columns(other=bounds(sheet.running))


RULE = Rule(
    "E-YEAR-TITLE",
    title="The title names a school year that cannot have figures yet, or is too long ago",
    message="The title row names a year outside the school years that are taken, {other}: “{value}”.",
    fix="Correct the title row, or add a column School Year (like 2020-21). Plans and projections are not taken.",
    stage=Stage.WHOLE,
    effect=Effect.FILE,
    find=find,
    rank=1,
)
