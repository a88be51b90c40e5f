"""W-ORG-ZEROPAD: a code that lost its leading zeros in a spreadsheet."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing, some_rows
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """One cause, told once: a spreadsheet does it to all codes."""
    if not sheet.present("org_code"):
        return nothing()
    if not any(
        len(text) < 8 or text.startswith("'") or text.endswith(".0")
        for text in sheet.different("org_code_text")
        if text
    ):
        return nothing()
    padded = sheet.rows.filter(pl.col("org_code").is_not_null() & is_short(pl.col("org_code_text")))
    first = padded.select("row_number", "org_code_text", "org_code").sort("row_number").head(1)
    told = some_rows(padded.with_columns(column=pl.lit("org_code")), "column").join(first, on="row_number")
    example = pl.format("{}: {} was read as {}", "rows", "org_code_text", "org_code")
    example = pl.col("rows") if sheet.report.persons else example  # what stands there may be a person's id
    return told.select("row_number", "column", value="org_code_text", other=example)


def is_short(text: pl.Expr) -> pl.Expr:
    return text.str.replace(r"\.0$", "").str.strip_prefix("'").str.len_chars() < 8


RULE = Rule(
    "W-ORG-ZEROPAD",
    title="Leading zeros were lost",
    message="{column} has lost leading zeros in {other}.",
    fix="Format the column of codes as text before saving, so that the zeros stay.",
    stage=Stage.ROW,
    effect=Effect.NONE,
    find=find,
    rank=4,
)
