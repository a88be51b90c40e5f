"""E-ORG-FORM: an organization code that cannot be read."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("org_code"):
        return nothing()
    if not sheet.has_blanks("org_code"):
        return nothing()
    value = pl.col("org_code_text").fill_null("blank")
    may_be_blank = pl.lit(not sheet.report.column("org_code").required)
    is_blank = pl.col("org_code_text").is_null() & may_be_blank
    wrong = sheet.rows.filter(pl.col("org_code").is_null(), ~is_blank)
    return wrong.select("row_number", column=pl.lit("org_code"), value=value)


RULE = Rule(
    "E-ORG-FORM",
    title="Not an organization code",
    message="Row {row}: “{value}” is not an organization code.",
    fix="A code has eight digits: four for the district, four for the school (0000 for the district itself). Format"
    " the column as text.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=3,
)
