"""Days after the one on which the file came. Not a rule: the two rules on such days share it."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from monitoring.intake.checks.rule import nothing
from monitoring.intake.sheet import Sheet


def days_ahead(sheet: Sheet, columns: Collection[str]) -> pl.DataFrame:
    """Grain: one row a cell: row_number, column, value (the day), other (the day on which the file came)."""
    there = [name for name in columns if sheet.present(name)]
    latest = sheet.rows.select(pl.col(there).max()).row(0) if there else ()
    later = [name for name, day in zip(there, latest, strict=True) if day and day > sheet.came_on]
    if not later:
        return nothing()
    return pl.concat(
        sheet.rows.filter(pl.col(name) > sheet.came_on).select(
            "row_number",
            column=pl.lit(name),
            value=pl.col(name).cast(pl.String),
            other=pl.lit(sheet.came_on.isoformat()),
        )
        for name in later
    )
