"""W-ROW-SHORT: rows that end before the last columns."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing, some_rows
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Once for the column, however many rows lack it."""
    if sheet.rows["fields"].null_count() == sheet.rows.height:
        return nothing()
    short = sheet.rows.filter(pl.col("fields").is_not_null())
    places = {name: int(place[1:]) for name, place in sheet.recognized.places.items()}
    absent = [
        short.filter(pl.col("fields") <= place).select("row_number", column=pl.lit(name))
        for name, place in places.items()
    ]
    return some_rows(pl.concat(absent), "column").rename({"rows": "other"})


RULE = Rule(
    "W-ROW-SHORT",
    title="Rows without their last cells",
    message="{column} is missing at the end of {other}: fewer cells stand there than column names above. It counts as "
    "not submitted.",
    fix="See whether a cell or a comma was left out, so that the values of these rows have moved to the left.",
    stage=Stage.ROW,
    effect=Effect.NONE,
    find=find,
    rank=10,
    quotes=False,
)
