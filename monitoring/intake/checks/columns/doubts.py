"""The judgment on the columns of a sheet, in the shape rules answer in. Not a rule: two rules read it."""

from __future__ import annotations

import dataclasses

import polars as pl

from monitoring.analysis.column_identity import ColumnVerdict
from monitoring.intake.sheet import Sheet

CONTRADICTED = "contradicted"  # the test by which columns of one year speak against each other

DOUBTS = {
    "school_year": pl.Int16,
    "column": pl.String,
    "value": pl.String,
    "test": pl.String,
    "proposed": pl.Boolean,
}


def doubts(sheet: Sheet, *, in_file: bool = True) -> pl.DataFrame:
    """Of the columns in the file, or of those on record and in use. Grain: school_year, column: value (one sentence
    with its numbers), test, proposed.

    Of a year that was decided on nothing more is proposed.
    """
    judgment, years, on_record = sheet.judgment, sheet.years, set(sheet.judgment.on_record)
    rows: list[tuple[int, str, str, str, bool]] = [
        (
            year,
            column,
            _sentence(sheet, verdict),
            verdict.test,
            column in judgment.proposed.get(year, {}) and year not in sheet.decided,
        )
        for (year, column), verdict in judgment.doubted.items()
        if (year in years if in_file else (year, column) in on_record)
    ]
    rows += [
        (year, column, sentence, CONTRADICTED, year in judgment.proposed and year not in sheet.decided)
        for (year, column), sentence in judgment.contradicted.items()
        if in_file and (year, column) not in judgment.doubted
    ]
    return pl.DataFrame(rows, schema=DOUBTS, orient="row")


def _sentence(sheet: Sheet, verdict: ColumnVerdict) -> str:
    """The verdict's sentence with the names that stand in the file."""
    names = sheet.headers
    titled = dataclasses.replace(
        verdict,
        column=names.get(verdict.column, verdict.column),
        holds=names.get(verdict.holds, verdict.holds) if verdict.holds else None,
    )
    return titled.sentence
