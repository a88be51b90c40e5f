"""W-ORG-ZEROPAD: a code that lost its leading zeros in a spreadsheet."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("org_code"):
        return nothing()
    digits = pl.col("org_code_text").str.replace(r"\.0$", "").str.strip_prefix("'")
    padded = sheet.rows.filter(pl.col("org_code").is_not_null() & (digits.str.len_chars() < 8))
    return padded.select("row_number", column=pl.lit("org_code"), value="org_code_text", other="org_code")


RULE = Rule(
    "W-ORG-ZEROPAD",
    title="Leading zeros were lost",
    message="Row {row}: the code {value} was read as {other}.",
    fix="Format the column of codes as text before saving, so that the zeros stay.",
    stage=Stage.ROW,
    effect=Effect.NONE,
    find=find,
    rank=4,
)
