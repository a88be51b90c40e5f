"""E-COLUMN-KIND: most cells of a column hold another kind of figure than its name says."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import DECIMAL_COMMA, bare_number
from monitoring.intake.checks.rule import Rule, Stage, has_numbers
from monitoring.intake.column_judgment import FEWEST, misfits
from monitoring.intake.personal import concealed_text
from monitoring.intake.reports.column import Kind
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    """Per column and year: one finding instead of a thousand."""
    by_year = misfits(sheet).filter(pl.col("cells") >= FEWEST)
    odd = by_year.filter((pl.col("misfits") * 2 > pl.col("cells")) | pl.col("bare")).rechunk()  # else format panics
    titles = {column.name: f"{_article(column.kind)} {column.kind.value}" for column in sheet.report.numeric}
    whole = [column.name for column in sheet.report.numeric if column.kind is Kind.COUNT]
    has_comma = bare_number(pl.col("example")).str.contains(DECIMAL_COMMA) & ~pl.col("column").is_in(whole)
    pointed = pl.when(has_comma & ~pl.col("bare")).then(pl.lit(" with a decimal point")).otherwise(pl.lit(""))
    many = pl.when("bare").then("cells").otherwise("misfits")
    example = pl.when("bare").then("first").otherwise("example")
    example = concealed_text(example) if sheet.report.persons else example
    return odd.select(
        "column",
        "school_year",
        value=pl.format("{} of {} cells, such as {}", many, "cells", example),
        other=pl.col("column").replace_strict(titles, default="a number") + pointed,
    )


def _article(kind: Kind) -> str:
    return "an" if kind is Kind.USD else "a"


RULE = Rule(
    "E-COLUMN-KIND",
    title="A column holds another kind of figure",
    message="In {year}, {column} is not what its name says: {value}, where each should be {other}. "
    "The column of this year was refused, not the rest of the file.",
    fix="Write each as {other}. Where they are figures of something else, see whether the report of that year has "
    "other columns, and send it under the right names.",
    stage=Stage.CELL,
    effect=Effect.COLUMN,
    find=find,
    only=has_numbers,
    rank=2,
    quotes=False,
)
