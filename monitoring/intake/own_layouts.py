"""Our own layouts as canonical rows: they are canonical already but for codes, scale and shares. Pure."""

from __future__ import annotations

import polars as pl

from monitoring.intake.canonical import AGGREGATE, BASE, ENROLLMENT, missing_reasons
from monitoring.intake.cell_text import SCALE, org_code, school_year
from monitoring.intake.organization_rows import ORGANIZATION
from monitoring.intake.sheet import Sheet

FIGURES: dict[str, pl.DataType | type[pl.DataType]] = {
    "school_year": pl.Int16,
    "unit": pl.String,
    "metric": pl.String,
    "student_group": pl.String,
    "percent": pl.Float64,
    "amount": pl.Float64,
    "source_url": pl.String,
    "row_number": pl.UInt32,
}


def school_enrollment(sheet: Sheet) -> pl.DataFrame:
    """Shares are counts over all students where both are there, rounded to six decimals; else as given."""
    rows = sheet.numbers("enrolled", *(["share"] if sheet.present("share") else []))
    if "share" not in rows.columns:
        rows = rows.with_columns(share=pl.lit(None, dtype=pl.Int64))
    rows = rows.join(sheet.rows.select("row_number", "student_group"), on="row_number")
    rows = rows.filter(pl.col("student_group") != "unknown")
    key = ["school_year", "org_code"]
    totals = rows.filter(pl.col("student_group") == "all").select(*key, all_students="enrolled")
    counted = pl.when(pl.col("all_students") > 0).then(100 * pl.col("enrolled") / pl.col("all_students"))
    share = pl.coalesce(counted, pl.col("share") / SCALE).round(6)
    shaped = rows.join(totals, on=key, how="left").with_columns(share=share, enrolled=pl.col("enrolled") // SCALE)
    return shaped.select(pl.col(name).cast(dtype) for name, dtype in ENROLLMENT.items()).sort(*key, "student_group")


def metric_aggregate(sheet: Sheet) -> pl.DataFrame:
    """Numerator and denominator as given, both or neither."""
    texts = sheet.rows.select("row_number", "metric_id", "definition_version", "educator_role", "unit")
    rows = sheet.numbers("numerator", "denominator").join(texts, on="row_number")
    rows = rows.join(missing_reasons(sheet, "numerator", "denominator"), on="row_number", how="left")
    known = pl.col("missing_reason").is_null()
    rows = rows.with_columns(pl.when(known).then(pl.col("numerator", "denominator")))
    return rows.select(pl.col(name).cast(dtype) for name, dtype in AGGREGATE.items()).sort(*BASE[1:], "metric_id")


def organizations(sheet: Sheet) -> pl.DataFrame:
    """Rows as given; codes with their zeros, years as ending years. Grain: org_code."""
    texts = {
        "open_year": school_year,
        "close_year": school_year,
        "successor_org_code": org_code,
        "parent_org_code": org_code,
    }
    given = [
        (texts[name](pl.col(name)) if name in texts else pl.col(name)).cast(dtype).alias(name)
        if name in sheet.rows.columns
        else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in ORGANIZATION.items()
    ]
    return sheet.rows.select(given).sort("org_code")


def reference_figures(sheet: Sheet) -> pl.DataFrame:
    """The state's published percentages as given. Grain: school_year, unit, metric, student_group."""
    rows = sheet.numbers("percent", "amount").with_columns(pl.col("percent", "amount") / SCALE)
    texts = sheet.rows.rename({"group": "student_group"})
    texts = texts.select(
        "row_number", *(name for name in ("unit", "metric", "student_group", "source_url") if name in texts.columns)
    )
    joined = rows.join(texts, on="row_number")
    if "source_url" not in joined.columns:
        joined = joined.with_columns(source_url=pl.lit(None, dtype=pl.String))
    return joined.select(pl.col(name).cast(dtype) for name, dtype in FIGURES.items()).sort(
        "school_year", "metric", "student_group"
    )


CONVERT = {
    "school_enrollment": school_enrollment,
    "metric_aggregate": metric_aggregate,
    "organizations": organizations,
    "reference_figures": reference_figures,
}
