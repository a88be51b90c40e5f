"""The five statewide reports of the real data folder, read plainly: numbers, kinds of the columns, and cells of another
kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

FOLDER = "ma-dese-profiles"
COUNT, PERCENT, RATIO = "count", "percent", "ratio"
REPORTS: dict[str, tuple[str, list[str]]] = {
    "teachers": ("1A_1_teacher_data.csv", [COUNT, PERCENT, RATIO, PERCENT, PERCENT, PERCENT]),
    "retention": ("1A_3_staffing_retention.csv", [COUNT, COUNT, PERCENT] * 2),
    "classes": ("3A_1_average_class_size.csv", [COUNT] * 3 + [PERCENT] * 5),
    "grades": ("3B_1_enrollments_by_grade.csv", [COUNT] * 16),
    "race": ("3B_1_enrollments_by_race.csv", [PERCENT] * 10),
}
KEY = ["Academic Year", "DESE ID"]
FIRST_FIGURE = 6  # columns before it name the row


@dataclass(frozen=True)
class Report:
    """Blocks by year, kinds in header order, and the share of cells written as another kind, as judge_columns takes
    them.
    """

    blocks: dict[int, pl.DataFrame]
    kinds: dict[str, str]
    wrong_cells: dict[tuple[int, str], float]


@cache
def read_report(shared: Path, name: str) -> Report:
    """One report; a row given several times counts once."""
    file, kinds = REPORTS[name]
    text = pl.read_csv(shared / FOLDER / file, infer_schema=False).unique(KEY, keep="first", maintain_order=True)
    columns = dict(zip(text.columns[FIRST_FIGURE:], kinds, strict=True))
    years = {2000 + int(year[-2:]): text.filter(pl.col(KEY[0]) == year) for year in text[KEY[0]].unique().sort()}
    return Report(
        {year: part.select(pl.col(KEY[1]).alias("org_code"), *map(number, columns)) for year, part in years.items()},
        columns,
        {
            (year, column): share
            for year, part in years.items()
            for column, share in part.select(wrong(column, kind) for column, kind in columns.items())
            .to_dicts()[0]
            .items()
            if share is not None
        },
    )


def number(column: str) -> pl.Expr:
    """The cell's number without blanks, commas, signs and "to 1"; null where there is none."""
    return pl.col(column).str.replace_all(r"[\s\u00a0,$%]|to 1", "").cast(pl.Float64, strict=False).alias(column)


def wrong(column: str, kind: str) -> pl.Expr:
    """Share of the filled cells that are written as another kind of number."""
    filled = pl.col(column).str.strip_chars().replace("", None).drop_nulls()
    is_ratio = filled.str.contains("to 1")
    return (~is_ratio if kind == RATIO else is_ratio).mean().alias(column)
