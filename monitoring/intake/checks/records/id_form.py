"""E-ID-FORM: not an id of its kind."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.pseudonyms import WORDS
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """What stands there is not repeated: it may be a name."""
    columns = [column for column in sheet.report.persons if sheet.present(column.name)]
    wrong = [one for one in columns if sheet.has_blanks(one.name)]
    columns = [one for one in wrong if sheet.rows[one.name].null_count() > sheet.rows[f"{one.name}_text"].null_count()]
    if not columns:
        return nothing()
    rows = sheet.rows.lazy()
    no_ids = [
        rows.filter(pl.col(f"{column.name}_text").is_not_null() & pl.col(column.name).is_null()).select(
            "row_number", column=pl.lit(column.name), value=pl.lit(column.kind.value), other=pl.lit(WORDS[column.kind])
        )
        for column in columns
    ]
    return pl.concat(no_ids).collect()


RULE = Rule(
    "E-ID-FORM",
    title="Not an id of its kind",
    message="Row {row}: {column} holds no {value}.",
    fix="Write {other}; format the column as text, so that leading zeros stay.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=6,
    quotes=False,
)
