"""E-ORG-TYPE: a type that does not fit the code."""

from __future__ import annotations

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet

TYPES = ("STATE", "DISTRICT", "SCHOOL")


def find(sheet: Sheet) -> pl.DataFrame:
    code = pl.col("org_code")
    expected = (
        pl.when(code == STATE_CODE)
        .then(pl.lit("STATE"))
        .when(code.str.ends_with("0000"))
        .then(pl.lit("DISTRICT"))
        .otherwise(pl.lit("SCHOOL"))
    )
    return (
        sheet.rows.with_columns(expected=expected)
        .filter(pl.col("org_type").is_in(TYPES), code.is_not_null(), pl.col("org_type") != pl.col("expected"))
        .select("row_number", column=pl.lit("org_type"), value="org_type", other="expected")
    )


RULE = Rule(
    "E-ORG-TYPE",
    title="The type does not fit the code",
    message="Row {row}: the type is {value}; the code is that of a {other}.",
    fix="Codes that end with 0000 are districts; 00000000 is the state.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="organizations",
    reads=("org_type",),
    rank=9,
)
