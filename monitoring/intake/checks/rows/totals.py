"""I-ROW-TOTALS: a row of totals, for the state or for a district under no code."""

from __future__ import annotations

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.analysis.measures import MEASURES
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet

TOTALS = r"(?i)^\s*(state( totals?)?|statewide|grand total|totals?)\b|\b(district|county|region)(wide)? totals?\s*$"


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("org_code") or sheet.report.unit == "none" or sheet.report.id == "organizations":
        return nothing()
    if not (sheet.has_blanks("org_code") or STATE_CODE in sheet.different("org_code")):
        return nothing()
    name = pl.col("org_name") if sheet.present("org_name") else pl.lit(None, dtype=pl.String)
    is_total = name.str.contains(TOTALS) & pl.col("org_code").is_null()
    is_state = (pl.col("org_code") == STATE_CODE) & ~pl.lit(_is_wanted(sheet))
    found = sheet.rows.filter(is_state | is_total.fill_null(False))
    return found.select("row_number", value=pl.coalesce(name, "org_code_text"))


def _is_wanted(sheet: Sheet) -> bool:
    """Whether the state's row is a figure of the state: from the agency, in a report on measures that are shown and not
    compared.
    """
    measures = [name for kind, name in (one.figure for one in sheet.report.conversions) if kind == "metric"]
    shown = bool(measures) and not any(MEASURES[name].gap for name in measures)
    return shown and sheet.report.unit in ("district", "any") and sheet.owner_prefix is None


RULE = Rule(
    "I-ROW-TOTALS",
    title="A row of totals",
    message="Row {row} holds totals ({value}); it was set aside. Such figures are computed from the schools.",
    fix="Nothing to do.",
    stage=Stage.SET_ASIDE,
    effect=Effect.ROW,
    find=find,
    rank=2,
)
