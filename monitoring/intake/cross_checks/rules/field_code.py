"""W-FIELD-CODE: a field of license that is on no list."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cross_checks.rule import CrossRule
from monitoring.intake.cross_checks.submission import Submission


def find(sent: Submission) -> pl.DataFrame:
    fields = sent.files["course_crosswalk"].select(pl.col("field_codes").str.split(",").alias("field_code"))
    known = fields.explode("field_code").select(pl.col("field_code").str.strip_chars().str.to_uppercase())
    held = sent.files["license"].with_columns(key=pl.col("field_code").str.to_uppercase())
    return held.join(known, left_on="key", right_on="field_code", how="anti").select("row_number")


RULE = CrossRule(
    "W-FIELD-CODE",
    title="A field of license that is on no list",
    message="{file}, row {row}: this field is acceptable for no course of the state’s crosswalk.",
    fix="Correct the code of the field, or tell the state agency that its crosswalk lacks it.",
    dataset="license",
    reads={"license": ("field_code",), "course_crosswalk": ("field_codes",)},
    find=find,
    rank=3,
)
