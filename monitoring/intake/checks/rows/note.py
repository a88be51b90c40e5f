"""I-ROW-NOTE: a remark below or between the rows."""

from __future__ import annotations

import polars as pl

from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet

SENTENCE = r"^\W|:|[.)]\s*$"  # “* preliminary”, “Source: …”, “Suppressed below six students.”


def find(sheet: Sheet) -> pl.DataFrame:
    """The single cell of a last row in the middle of which the file ends is a remark only if it reads like one."""
    if not sheet.has_blanks("org_code"):
        return nothing()
    columns = [f"{name}_text" if f"{name}_text" in sheet.rows.columns else name for name in sheet.headers]
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in columns)
    is_note = (filled <= 1) & pl.col("org_code").is_null()
    text = pl.coalesce(*columns, "surplus")
    is_cut = pl.col("row_number") == (sheet.recognized.table.cut_row or 0)
    is_note &= ~is_cut | text.str.contains(SENTENCE)
    return sheet.rows.filter(is_note).select("row_number", value=text.str.slice(0, 60))


RULE = Rule(
    "I-ROW-NOTE",
    title="A remark among the rows",
    message="Row {row} holds a remark and no figures; it was passed over: “{value}”.",
    fix="Nothing to do.",
    stage=Stage.SET_ASIDE,
    effect=Effect.ROW,
    find=find,
    rank=1,
)
