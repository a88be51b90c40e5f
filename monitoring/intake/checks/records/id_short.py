"""E-ID-SHORT: a column of numbers that are far too short to be ids of the state."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.records.short_ids import columns_of, has_numbered_ids, lost_zeros
from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.pseudonyms import WORDS
from monitoring.intake.sheet import Effect, Sheet

# Four zeros in front leave ten thousand MEPIDs and a million SASIDs, far fewer than there are educators and students on
# record in the state. A district may have some of them; most of its people cannot be among them.
TOO_MANY_LOST = 4
FEWEST = 10  # different ids in the column: of fewer it cannot be told


def find(sheet: Sheet) -> pl.DataFrame:
    found = []
    for column in columns_of(sheet.report):
        short = lost_zeros(sheet, column)
        if short.is_empty():
            continue
        far = short.filter(pl.col("lost") >= TOO_MANY_LOST)["id"].n_unique()
        ids = sheet.rows[column.name].drop_nulls().n_unique()
        if ids >= FEWEST and far * 2 > ids:
            told = f"{far:,} of its {ids:,} ids lack {TOO_MANY_LOST} digits or more"
            found.append((column.name, told, WORDS[column.kind]))
    schema = {"column": pl.String, "value": pl.String, "other": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row")


RULE = Rule(
    "E-ID-SHORT",
    title="Numbers that are too short for ids",
    message="{column} holds other numbers than its name says: {value}. Nothing was taken, for zeros before them would "
    "make them somebody else’s ids.",
    fix="Write {other} in each row, not the district’s own numbers. Where a spreadsheet took zeros away from ids, "
    "format the column as text and put them back.",
    stage=Stage.WHOLE,
    effect=Effect.FILE,
    find=find,
    only=has_numbered_ids,
    rank=2,
    quotes=False,
)
