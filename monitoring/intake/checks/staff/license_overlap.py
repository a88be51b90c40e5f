"""W-LICENSE-OVERLAP: one license twice at one time."""

from __future__ import annotations

from datetime import date

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.layouts.license import REPORT
from monitoring.intake.sheet import Effect, Sheet

FOREVER = date(9999, 1, 1)


def find(sheet: Sheet) -> pl.DataFrame:
    """Active ones, in the order of their first days: one that begins before an earlier one ends."""
    if not sheet.present("valid_to"):
        return nothing()
    alike = ["mepid", "field_code", "grade_span", "type"]
    if not sheet.rows.select(pl.struct(alike).hash().is_duplicated().any()).item():
        return nothing()
    active = sheet.rows.filter(pl.col("status") == "ACTIVE").with_columns(
        whose=sheet.whose, until=pl.col("valid_to").fill_null(FOREVER)
    )
    ordered = active.sort(*alike, "valid_from", "row_number").with_columns(
        before=pl.col("until").cum_max().shift(1).over(alike), other=pl.col("row_number").shift(1).over(alike)
    )
    twice = ordered.filter(pl.col("valid_from") <= pl.col("before"))
    return twice.select("row_number", value="whose", other=pl.col("other").cast(pl.String))


RULE = Rule(
    "W-LICENSE-OVERLAP",
    title="One license twice at one time",
    message="Row {row} ({value}): another license of its type, field and grades is valid at that time (row {other}).",
    fix="Delete the one that is not in force.",
    stage=Stage.ACROSS,
    effect=Effect.NONE,
    find=find,
    reads=("mepid", "field_code", "grade_span", "type", "status", "valid_from", "valid_to"),
    rank=8,
    layout=REPORT.id,
    quotes=False,
)
