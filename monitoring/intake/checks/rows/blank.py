"""E-CELL-BLANK: a cell that must not be blank."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet

SAID = ("school_year", "org_code")  # of which other rules say that they are blank


def find(sheet: Sheet) -> pl.DataFrame:
    needed = [column for column in sheet.report.columns if column.filled and sheet.present(column.name)]
    filled = [column.name for column in needed if column.name not in SAID]
    lists_na = "does_not_apply" in sheet.rows.columns
    named = {name: f"{name}_text" if f"{name}_text" in sheet.rows.columns else name for name in filled}
    texts = {
        name: text
        for name, text in named.items()
        if name in sheet.different("does_not_apply") or sheet.has_blanks(text)
    }
    if not texts:
        return nothing()
    says_na = {name: pl.col("does_not_apply").list.contains(name) if lists_na else pl.lit(False) for name in texts}
    blank = [
        sheet.rows.lazy().filter(pl.col(text).is_null() | says_na[name]).select("row_number", column=pl.lit(name))
        for name, text in texts.items()
    ]
    return pl.concat(blank).collect()


RULE = Rule(
    "E-CELL-BLANK",
    title="A cell that must be filled",
    message="Row {row}: {column} is blank, or says that it does not apply.",
    fix="Fill the cell.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=6,
)
