"""W-COUNT-JUMP: in a district's file, a count is far above all that its organization had in other years."""

from __future__ import annotations

import polars as pl

from districts.org_code import STATE_CODE
from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, nothing, number_text
from monitoring.intake.reports.column import Kind
from monitoring.intake.sheet import Effect, Sheet

COUNTED = (Kind.COUNT, Kind.FTE)
FEWEST = 2  # other years with the figure
TIMES, MORE = 4, 10 * SCALE  # of Massachusetts' district-years of four reports, one in a thousand goes so far
FIGURES = {"year": pl.Int32, "org_code": pl.String, "column": pl.String, "figure": pl.Float64}


def find(sheet: Sheet) -> pl.DataFrame:
    """Files of one district, which has too few schools for its columns to be judged by; among all the state's, some
    school always opens a grade. What was 0 in all other years may become anything.
    """
    schools = sheet.rows.filter(pl.col("org_code") != STATE_CODE)["org_code"]
    if not sheet.report.judged or sheet.report.long or schools.str.head(4).n_unique() != 1:
        return nothing()
    counted = [column.name for column in sheet.report.numeric if column.kind in COUNTED]
    cells = sheet.cells.filter(pl.col("column").is_in(counted), pl.col("amount").is_not_null())
    pairs = cells.join(_figures(sheet, cells, counted), on=["org_code", "column"])
    known = (
        pairs.filter(pl.col("year") != pl.col("school_year"))
        .group_by("row_number", "school_year", "column", "amount")
        .agg(years=pl.len(), most=pl.col("figure").max())
    )
    far = known.filter(pl.col("years") >= FEWEST, pl.col("most") > 0, pl.col("amount") > TIMES * pl.col("most") + MORE)
    amounts = {"value": number_text(pl.col("amount")), "other": number_text(pl.col("most"))}
    return far.select("row_number", "school_year", "column", **amounts)


def _figures(sheet: Sheet, cells: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """All that is in use, the file's and, of other years, what is on record. Grain: year, org_code, column: figure, in
    ten-thousandths.
    """
    recorded = [
        block.select("org_code", *(name for name in names if name in block.columns))
        .unpivot(index="org_code", variable_name="column", value_name="figure")
        .select(pl.lit(year).alias("year"), "org_code", "column", pl.col("figure") * SCALE)
        for year, block in sheet.past.all_blocks.items()
        if year not in sheet.years
    ]
    sent = cells.select("org_code", "column", year="school_year", figure="amount")
    parts = [part.select(list(FIGURES)).cast(FIGURES) for part in (sent, *recorded)]  # type: ignore[arg-type]
    return pl.concat(parts).drop_nulls()


RULE = Rule(
    "W-COUNT-JUMP",
    title="A count far above its other years",
    message="Row {row}: {column} of {year} is {value}; in no other year was it above {other}.",
    fix="Nothing to do where it truly is so; otherwise see whether a digit was typed twice or the column holds what "
    "another one should, and correct it.",
    stage=Stage.HISTORY,
    effect=Effect.NONE,
    find=find,
    rank=4,
)
