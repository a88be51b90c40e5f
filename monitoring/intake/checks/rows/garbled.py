"""W-NAME-GARBLED: a name whose letters were written in one encoding and read in another."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Each name once, where it first stands. It is mended when the sheet is opened; left as it is, it would take the
    place of a good one on record.
    """
    if not sheet.present("org_name"):
        return nothing()
    changed = sheet.rows.filter(pl.col("org_name") != pl.col("org_name_text"))
    once = changed.unique("org_name_text", keep="first", maintain_order=True)
    return once.select("row_number", "school_year", column=pl.lit("org_name"), value="org_name_text", other="org_name")


def has_names(report: Report) -> bool:
    return report.has("org_name")


RULE = Rule(
    "W-NAME-GARBLED",
    title="Letters of a name were garbled",
    message="From row {row} on, {column} is “{value}”: its letters were written in one encoding and read in another. "
    "It was read as “{other}”.",
    fix="See whether the name is right now. To send names as they are, save the file as “CSV UTF-8”.",
    stage=Stage.ROW,
    effect=Effect.NONE,
    find=find,
    only=has_names,
    rank=8,
)
