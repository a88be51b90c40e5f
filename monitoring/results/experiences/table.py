"""The report on experiences as a table for other programs: its columns, and a row under the names that the other
tables have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from monitoring.analysis.experiences.report import ROW
from monitoring.analysis.formatting import school_year
from monitoring.analysis.intervals import ENDS

NAMES = {"window": "history", "category_id": "measure", "group_id": "group"}
NAMED = ("school_year", "history", "measure", "group")
KEY = ("org_code", *NAMED)
OF_A_SIDE = ("rate", "having", "known", "asked", "students", "met", "twice")
COLUMNS = (
    *KEY,
    *("ratio", "is_gap", "reason", "ratio_low", "ratio_high", "interval_reason"),
    *(f"{side}_{name}" for side in ENDS for name in OF_A_SIDE),
    *("weighted_ratio", "teachers", "teachers_having", "teachers_without", "seats", "seats_taught"),
)


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row under the names that the other commands have."""
    named = {NAMES.get(name, name): value for name, value in row.items()}
    return {**named, "school_year": school_year(row["school_year"])}


def as_table(report: pl.DataFrame) -> pl.DataFrame:
    """The same of a whole report of one school year, in COLUMNS; the district, whose code ends in zeros, first."""
    ordered = report.sort(ROW).rename(NAMES)
    years = pl.col("school_year").replace_strict(_as_people_write(report), return_dtype=pl.String)
    return ordered.with_columns(years).select(COLUMNS)


def _as_people_write(report: pl.DataFrame) -> dict[int, str]:
    return {year: school_year(year) for year in report["school_year"].unique()}
