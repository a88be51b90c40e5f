"""E-ORG-SUCCESSOR: a successor that does not exist."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import org_code
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    if not sheet.present("successor_org_code"):
        return nothing()
    known = pl.concat([sheet.rows["org_code"], sheet.past.known["org_code"]]).drop_nulls().unique()
    named = sheet.rows.filter(pl.col("successor_org_code").is_not_null())
    wrong = named.filter(~org_code(pl.col("successor_org_code")).is_in(known.implode()).fill_null(False))
    return wrong.select("row_number", column=pl.lit("successor_org_code"), value="successor_org_code")


RULE = Rule(
    "E-ORG-SUCCESSOR",
    title="A successor that is not on record",
    message="Row {row}: the successor {value} is neither in the file nor on record.",
    fix="Correct the code, or send the successor first.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    layout="organizations",
    reads=("successor_org_code",),
    rank=12,
)
