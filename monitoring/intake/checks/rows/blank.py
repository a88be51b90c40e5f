"""E-CELL-BLANK: a cell that must not be blank."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import missing_reason
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet

SAID = ("school_year", "org_code")  # of which other rules say that they are blank


def find(sheet: Sheet) -> pl.DataFrame:
    needed = [column for column in sheet.report.columns if column.filled and sheet.present(column.name)]
    filled = [column.name for column in needed if column.name not in SAID]
    lists_na = "does_not_apply" in sheet.rows.columns
    named = {name: f"{name}_text" if f"{name}_text" in sheet.rows.columns else name for name in filled}
    hidden = _hidden_numbers(sheet, [one.name for one in needed if one.kind.numeric])
    texts = {
        name: text
        for name, text in named.items()
        if name in hidden or name in sheet.different("does_not_apply") or sheet.has_blanks(text)
    }
    if not texts:
        return nothing()
    says_na = {name: pl.col("does_not_apply").list.contains(name) if lists_na else pl.lit(False) for name in texts}
    says_na |= {name: missing_reason(pl.col(name), {}).is_not_null() for name in hidden}
    blank = [
        sheet.rows.lazy().filter(pl.col(text).is_null() | says_na[name]).select("row_number", column=pl.lit(name))
        for name, text in texts.items()
    ]
    return pl.concat(blank).collect()


def _hidden_numbers(sheet: Sheet, columns: list[str]) -> set[str]:
    """Those of these columns in which a cell holds no number."""
    without = sheet.cells.filter(pl.col("column").is_in(columns), pl.col("reason").is_not_null()) if columns else None
    return set() if without is None else set(without["column"].unique())


RULE = Rule(
    "E-CELL-BLANK",
    title="A cell that must be filled",
    message="Row {row}: {column} is blank, or says that it does not apply or is not told.",
    fix="Fill the cell.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=6,
)
