"""Groups of students beside all students of the same school and year. Not a rule: the rules on groups share it."""

from __future__ import annotations

import polars as pl

from monitoring.intake.reports.declaration import Report
from monitoring.intake.sheet import Sheet

KEY = ["school_year", "org_code"]
READS = ("student_group", "enrolled")


def has_groups(report: Report) -> bool:
    return report.dataset == "school_enrollment"


def with_all(sheet: Sheet) -> pl.DataFrame:
    """Of a report that has groups. Grain: one row a row with a count: row_number, KEY, student_group, enrolled,
    all_students (null without one).
    """
    counted = sheet.numbers("enrolled").join(sheet.rows.select("row_number", "student_group"), on="row_number")
    counted = counted.filter(pl.col("enrolled").is_not_null())
    totals = counted.filter(pl.col("student_group") == "all").group_by(KEY).agg(all_students=pl.col("enrolled").first())
    return counted.join(totals, on=KEY, how="left")
