"""What makes two rows the same row. Not a rule: the two rules on repeated rows share it."""

from __future__ import annotations

import polars as pl

from monitoring.intake.sheet import Sheet

BLANK, BETWEEN = "\x00", "\x1f"
NOT_CONTENT = ("org_name", "org_code", "school_year")  # names are spelled in several ways


def with_key_and_content(sheet: Sheet) -> pl.DataFrame:
    """Grain: one row a data row: row_number, school_year, `whose`, `key` (organization, year and the report's own
    key), `content`.
    """
    content = [name for name in sheet.headers if name not in NOT_CONTENT]
    key = [pl.col("school_year").cast(pl.String), pl.col("org_code"), *(pl.col(name) for name in sheet.key)]
    filled = [name for name in sheet.key if sheet.report.column(name).filled]
    rows = sheet.rows.drop_nulls(filled) if filled else sheet.rows  # else they have no key
    return rows.select(
        "row_number",
        "school_year",
        whose=sheet.whose,
        key=pl.concat_str([part.fill_null(BLANK) for part in key], separator=BETWEEN),
        content=pl.concat_str([pl.col(name).fill_null(BLANK) for name in content], separator=BETWEEN),
    )
