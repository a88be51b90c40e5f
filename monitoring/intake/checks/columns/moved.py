"""E-COLUMN-MOVED: figures of a column stand a row too low or too high, beside other schools' names."""

from __future__ import annotations

import polars as pl

from monitoring.analysis.moved_rows import moved_rows
from monitoring.intake.accepted_columns import as_read
from monitoring.intake.cell_text import SCALE
from monitoring.intake.checks.rule import Rule, Stage, is_judged, nothing
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Reports with a column a figure. What is in question for another reason is not told twice."""
    if not sheet.report.judged or sheet.report.long or not sheet.cells.height:
        return nothing()
    index = ["row_number", "school_year", "org_code"]
    wide = sheet.cells.pivot(on="column", index=index, values="read", aggregate_function="first")
    names = [name for name in wide.columns if name not in index]
    amounts = (
        wide.sort("row_number")
        .with_columns(pl.col(names) / SCALE)
        .unique(["school_year", "org_code"], keep="first", maintain_order=True)
    )
    rows = {int(key[0]): block for key, block in amounts.partition_by("school_year", as_dict=True).items()}
    before = {year: as_read(block) for year, block in sheet.past.all_blocks.items() if year not in rows}
    doubted = {(year, column) for column, year in sheet.judgment.in_question.iter_rows()}
    found = moved_rows(rows, {**before, **rows}, names, doubted)
    way = pl.when("down").then(pl.lit("below")).otherwise(pl.lit("above"))
    return found.select("column", school_year="year", value=pl.format("{} to {}", "first", "last"), other=way)


RULE = Rule(
    "E-COLUMN-MOVED",
    title="The figures of a column stand in the wrong rows",
    message="In {year}, from row {value}, {column} holds one row {other} what the school had in other "
    "years. The column of this year was refused, not the rest of the file.",
    fix="See whether a cell was inserted or deleted in this column, move its cells back beside their schools, and send "
    "the file again.",
    stage=Stage.COLUMN,
    effect=Effect.COLUMN,
    find=find,
    only=is_judged,
    rank=1,
)
