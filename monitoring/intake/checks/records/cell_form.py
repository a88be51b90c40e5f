"""E-CELL-FORM: a text of another form."""

from __future__ import annotations

import polars as pl

from monitoring.intake.cell_text import school_year
from monitoring.intake.checks.rule import Rule, Stage, nothing
from monitoring.intake.reports.column import Kind
from monitoring.intake.sheet import Effect, Sheet


def find(sheet: Sheet) -> pl.DataFrame:
    columns = [column for column in sheet.report.columns if column.pattern and sheet.present(column.name)]
    years = [one for one in sheet.report.columns if one.kind is Kind.CALENDAR_YEAR and sheet.present(one.name)]
    columns = [column for column in columns if not _is_right(sheet.different(column.name), column.pattern)]
    if not columns + years:
        return nothing()
    rows = sheet.rows.lazy()
    others = [
        rows.filter(~pl.col(column.name).str.contains(column.pattern)).select(
            "row_number", column=pl.lit(column.name), value=column.name, other=pl.lit(column.form)
        )
        for column in columns
    ]
    no_years = [
        rows.filter(pl.col(column.name).is_not_null() & school_year(pl.col(column.name)).is_null()).select(
            "row_number", column=pl.lit(column.name), value=column.name, other=pl.lit("a year, like 1980 or 2020-21")
        )
        for column in years
    ]
    return pl.concat(others + no_years).collect()


def _is_right(texts: list[str | None], pattern: str) -> bool:
    return bool(pl.Series(texts, dtype=pl.String).str.contains(pattern).all())


RULE = Rule(
    "E-CELL-FORM",
    title="A text of another form",
    message="Row {row}: {column} is “{value}”.",
    fix="Write {other}.",
    stage=Stage.ROW,
    effect=Effect.ROW,
    find=find,
    rank=7,
)
