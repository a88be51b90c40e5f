"""Which percentages whole people can give. Not a rule: the two rules on rates share it."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import number_text
from monitoring.intake.sheet import Sheet

SLACK = 1e-6
FEWEST_WITH_PLACES = 3  # cells with places after the point that show how a column is printed
HALF_KEPT = 0.5 / SCALE  # amounts keep four decimals


def rounding(sheet: Sheet, *columns: str) -> pl.DataFrame:
    """Half of the last place of each row's figures: as the column is usually printed in that year, for spreadsheets
    drop zeros; finer where the cell itself is. Grain: row_number.
    """
    cells = sheet.cells.filter(pl.col("column").is_in(columns)).select(
        "row_number", "school_year", places=pl.col("text").str.extract(r"\.(\d+)").str.len_chars()
    )
    printed = cells.group_by("school_year").agg(
        usual=pl.when(pl.col("places").count() >= FEWEST_WITH_PLACES).then(pl.col("places").median()).fill_null(0)
    )
    places = pl.max_horizontal("usual", pl.col("places").fill_null(0))
    rows = cells.group_by("row_number", "school_year").agg(pl.col("places").max())
    return rows.join(printed, on="school_year", nulls_equal=True).select(
        "row_number", half=0.5 * pl.lit(10.0) ** -places
    )


def unreachable(
    sheet: Sheet, percent: str, part: str | None, whole: str, *, beside: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Rows whose percentage no count reaches: that of the given part, or of any whole number of people. `beside`: the
    wholes by row_number, where they stand in other rows.
    """
    columns = [percent, *([part] if part else []), *([whole] if beside is None else [])]
    numbers = sheet.numbers(*columns)
    numbers = numbers if beside is None else numbers.join(beside, on="row_number")
    numbers = numbers.with_columns(people=pl.col(whole) / SCALE, percentage=pl.col(percent) / SCALE).join(
        rounding(sheet, percent), on="row_number", how="left"
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
