"""E-COLUMN-SCALE: percentages written as parts of one, or a column a power of ten off its other years."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, has_numbers, nothing
from monitoring.intake.reports.column import Kind
from monitoring.intake.sheet import Effect, Sheet

FEWEST = 3  # cells between 0 and 1
ONE_DECIMAL = 9  # different numbers between 0 and 1 that a percentage with one decimal can be
PARTS = "lies between 0 and 1, as parts of one do"
NEARLY_ALL = 0.9  # part of one that some school reaches


def find(sheet: Sheet) -> pl.DataFrame:
    """By its cells, or against the other years; of two years that contradict each other the cells may tell which."""
    if not (sheet.judgment.off or any(column.kind is Kind.PERCENT for column in sheet.report.numeric)):
        return nothing()
    by_cells = _parts_of_wholes(sheet) if sheet.report.number else _parts_of_one(sheet)
    off = sheet.judgment.off.items()
    against_years = pl.DataFrame(
        [(year, column, _words(power), power is None) for (year, column), power in off],
        schema={"school_year": pl.Int16, "column": pl.String, "value": pl.String, "unclear": pl.Boolean},
        orient="row",
    )
    told = pl.col("unclear") & pl.col("column").is_in(by_cells["column"].to_list())
    found = pl.concat([by_cells, against_years.filter(~told).drop("unclear")])
    found = found.unique(["school_year", "column"], keep="first")
    return found.filter(pl.col("school_year").is_in(sheet.years))


def _words(power: int | None) -> str:
    if power is None:
        return "stands a power of ten off the other year, and nothing tells which of the two is right"
    times = f"{10 ** abs(power):,}"
    return f"is {times} times {'as large' if power > 0 else 'smaller'} {'as' if power > 0 else 'than'} in other years"


def _parts_of_one(sheet: Sheet) -> pl.DataFrame:
    """All percentages of a year at or below 1, some between; or one of them with finer figures than percentages have
    and some nearly 1.
    """
    percents = [column.name for column in sheet.report.numeric if column.kind is Kind.PERCENT]
    cells = sheet.cells.filter(pl.col("column").is_in(percents) & pl.col("reason").is_null())
    between = pl.col("amount").filter((pl.col("amount") > 0) & (pl.col("amount") < SCALE))
    columns = cells.group_by("school_year", "column").agg(
        top=pl.col("amount").max(), between=between.len(), different=between.n_unique()
    )
    whole_year = (
        (pl.col("top").max() <= SCALE) & (pl.col("between").sum() >= FEWEST) & (pl.len() >= 2)
    ).over("school_year")  # fmt: skip
    alone = pl.col("top").is_between(NEARLY_ALL * SCALE, SCALE) & (pl.col("different") > ONE_DECIMAL)
    return columns.filter(whole_year | alone).select("school_year", "column", value=pl.lit(PARTS))


def _parts_of_wholes(sheet: Sheet) -> pl.DataFrame:
    """Of an own layout: all parts of wholes at or below 1. Where rows are of several groups, and a file may hold small
    ones alone, one part is nearly the whole.
    """
    names = [column.name for column in sheet.report.numeric if column.adds_up and sheet.present(column.name)]
    cells = sheet.cells.filter(pl.col("column").is_in(names), pl.col("amount") > 0)
    columns = cells.group_by("school_year", "column").agg(top=pl.col("amount").max(), cells=pl.len())
    is_all = pl.col("top").is_between(NEARLY_ALL * SCALE if sheet.report.long else 0, SCALE)
    found = columns.filter(is_all, pl.col("cells") >= FEWEST)
    return found.select("school_year", "column", value=pl.lit(PARTS))


RULE = Rule(
    "E-COLUMN-SCALE",
    title="A column in another unit",
    message="In {year}, {column} {value}. The column of this year was refused, not the rest of the file.",
    fix="Write percentages from 0 to 100, counts of people one by one and amounts in dollars, as in other years.",
    stage=Stage.CELL,
    effect=Effect.COLUMN,
    find=find,
    only=has_numbers,
    rank=3,
    quotes=False,
)
