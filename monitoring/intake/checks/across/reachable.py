"""Which percentages whole people can give. Not a rule: the two rules on rates share it."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import number_text
from monitoring.intake.sheet import Sheet

SLACK = 1e-6
HALF_KEPT = 0.5 / SCALE  # amounts keep four decimals


def rounding(sheet: Sheet, *columns: str) -> pl.DataFrame:
    """Half of the last place that columns are printed with, by school year: that of the finest cell, for spreadsheets
    drop zeros. Grain: school_year.
    """
    places = pl.col("text").str.extract(r"\.(\d+)").str.len_chars().max().fill_null(0)
    cells = sheet.cells.filter(pl.col("column").is_in(columns))
    return cells.group_by("school_year").agg(half=0.5 * pl.lit(10.0) ** -places.cast(pl.Float64))


def unreachable(sheet: Sheet, percent: str, part: str | None, whole: str) -> pl.DataFrame:
    """Rows whose percentage no count reaches: that of the given part, or of any whole number of people."""
    numbers = (
        sheet.numbers(percent, whole, *([part] if part else []))
        .with_columns(people=pl.col(whole) / SCALE, percentage=pl.col(percent) / SCALE)
        .join(rounding(sheet, percent), on="school_year", how="left")
    )
    half = pl.col("half") + HALF_KEPT
    low = (pl.col("percentage") - half) * pl.col("people") / 100 - SLACK
    high = (pl.col("percentage") + half) * pl.col("people") / 100 + SLACK
    fits = (pl.col(part) / SCALE).is_between(low, high) if part else low.ceil() <= high.floor()
    wrong = numbers.filter((pl.col("people") > 0) & ~fits)
    given = (
        number_text(pl.col(part)) + pl.lit(" of ") + number_text(pl.col(whole)) if part else number_text(pl.col(whole))
    )
    return wrong.select(
        "row_number", "school_year", column=pl.lit(percent), value=number_text(pl.col(percent)), other=given
    )
