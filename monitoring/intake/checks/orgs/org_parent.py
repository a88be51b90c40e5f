"""E-ORG-PARENT: a school whose parent is not the district of its code."""

from __future__ import annotations

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.intake.cell_text import org_code
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    parent = org_code(pl.col("parent_org_code"))
    expected = (
        pl.when(pl.col("org_type") == "SCHOOL")
        .then(pl.col("org_code").str.slice(0, 4) + "0000")
        .otherwise(pl.lit(STATE_CODE))
    )
    told = pl.col("org_type").is_in(("DISTRICT", "SCHOOL")) & pl.col("org_code").is_not_null()
    checked = sheet.rows.filter(told).with_columns(parent=parent, expected=expected)
    wrong = checked.filter(pl.col("parent").ne_missing(pl.col("expected")))
    return wrong.select(
        "row_number",
        column=pl.lit("parent_org_code"),
        value=pl.col("parent_org_code").fill_null("blank"),
        other="expected",
    )


RULE = Rule(
    "E-ORG-PARENT",
    title="The parent does not fit the code",
    message="Row {row}: the parent is {value}; by its code the organization belongs to {other}.",
    fix="A school's code begins with its district's four digits; a district's parent is the state, 00000000.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="organizations",
    reads=("org_type", "parent_org_code"),
    rank=10,
)
