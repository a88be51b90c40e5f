"""I-COLUMN-REMAPPED: columns were read under the names that a person confirmed."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    pairs = [(year, named, holds) for year, mapping in sheet.remapped.items() for named, holds in mapping.items()]
    rows = [(year, named, sheet.headers.get(holds, holds)) for year, named, holds in pairs]
    return pl.DataFrame(rows, schema={"school_year": pl.Int16, "column": pl.String, "value": pl.String}, orient="row")


RULE = Rule(
    "I-COLUMN-REMAPPED",
    title="Columns were read under other names",
    message="In {year}, {column} was read as “{value}”, as the exchange of columns was confirmed.",
    fix="Nothing to do.",
    stage=Stage.COLUMN,
    effect=Effect.NONE,
    find=find,
    rank=3,
    quotes=False,
)
