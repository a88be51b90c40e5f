"""W-ID-ZEROPAD: ids of persons that lost their leading zeros in a spreadsheet."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.records.short_ids import columns_of, has_numbered_ids, lost_zeros
from monitoring.intake.checks.rule import Rule, Stage, nothing, some_rows
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Once for the column: a spreadsheet does it to all of its ids that begin with zeros."""
    found = []
    for column in columns_of(sheet.report):
        short = lost_zeros(sheet, column).with_columns(column=pl.lit(column.name))
        if short.is_empty():
            continue
        ids = short["id"].n_unique()
        told = some_rows(short, "column").rename({"rows": "other"})
        found.append(told.with_columns(value=pl.lit("1 id" if ids == 1 else f"{ids:,} ids")))
    return pl.concat(found) if found else nothing()


RULE = Rule(
    "W-ID-ZEROPAD",
    title="Leading zeros of ids were lost",
    message="In {column} {value} had lost leading zeros, in {other}; zeros were put before them.",
    fix="Format the column as text before saving, so that the zeros stay. See that these are ids of the state: a "
    "district’s own number is read as somebody else’s id.",
    stage=Stage.ROW,
    effect=Effect.NONE,
    find=find,
    only=has_numbered_ids,
    rank=8,
    quotes=False,
)
