"""The columns of a layout that are no numbers, typed: days, texts, ids of persons as pseudonyms, and what does not
apply. Pure.
"""

from __future__ import annotations

import functools
import operator

import polars as pl

from monitoring.intake import cell_text
from monitoring.intake.different_texts import FEW, MANY, read_texts
from monitoring.intake.pseudonyms import Pseudonyms, bare_id, masked
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

NONE_LISTED = pl.lit([], dtype=pl.List(pl.String)).alias("does_not_apply")
NOT_APPLICABLE = tuple(word for word, reason in cell_text.MARKERS.items() if reason == "not_applicable")


def with_typed_columns(rows: pl.DataFrame, report: Report, pseudonyms: Pseudonyms) -> pl.DataFrame:
    """Rows with days as dates and ids as pseudonyms in the place of their texts.

    Beside them `name_text`, of days as they stand in the file, of ids what a message may tell of them,
    `does_not_apply`, the names of the columns in which the row says NA, and the school year where a day tells it. Where
    NA is no code of a column, its cell is null.
    """
    there = [column for column in report.columns if column.name in rows.columns]
    if not report.number:
        return rows
    words = _words_for_na(rows, [column.name for column in there if not _has_code(column)])
    texts = [column.name for column in there if column.name in words and not column.kind.numeric]
    without = [pl.when(~_is_na(name, words[name])).then(pl.col(name)) for name in texts]
    rows = rows.with_columns(_listed(rows, words), *without)
    if days := [column.name for column in there if column.kind is Kind.DATE]:
        read = read_texts(rows, dict.fromkeys(days, cell_text.date))
        rows = rows.with_columns(*(pl.col(name).alias(f"{name}_text") for name in days), *read.values())
    if report.dated_by:
        rows = rows.with_columns(school_year=cell_text.school_year_of(pl.col(report.dated_by)))
    for column in report.persons:
        rows = _without_ids(rows, column, pseudonyms) if column.name in rows.columns else rows
    return rows


BEGINNINGS = sorted({letter for word in NOT_APPLICABLE for letter in (word[0], word[0].upper())})
_WITH_TEXTS = (Kind.SCHOOL_YEAR, Kind.ORG_CODE)  # they keep their text beside them


def _has_code(column: Column) -> bool:
    return "NA" in column.codes or column.kind in _WITH_TEXTS


def _words_for_na(rows: pl.DataFrame, names: list[str]) -> dict[str, list[str]]:
    """How NA is written in these columns, without those in which no row says it. Nearly no column does, and few texts
    begin as these do.
    """
    if not names:
        return {}
    begins = rows.select(_begins_so(pl.col(names)).any()).row(0, named=True)
    some = [name for name in names if begins[name]]
    says = rows.select(_says_na(pl.col(some)).unique().sort().implode()).row(0, named=True) if some else {}
    return {name: words for name, words in says.items() if words}


def _begins_so(text: pl.Expr) -> pl.Expr:
    return functools.reduce(operator.or_, map(text.str.starts_with, BEGINNINGS))


def _says_na(text: pl.Expr) -> pl.Expr:
    """The texts that do."""
    few = text.filter(_begins_so(text))
    return few.filter(few.str.to_lowercase().is_in(NOT_APPLICABLE))


def _is_na(name: str, words: list[str]) -> pl.Expr:
    return pl.col(name).is_in(words).fill_null(False)


def _listed(rows: pl.DataFrame, words: dict[str, list[str]]) -> pl.Expr | pl.Series:
    """The names of the columns that say NA, in the order of the layout; a few lists stand for all rows."""
    if not words:
        return NONE_LISTED
    says = rows.select(_is_na(name, its).alias(name) for name, its in words.items())
    which = says.unique()
    lists = [[name for name, is_said in row.items() if is_said] for row in which.iter_rows(named=True)]
    listed = which.with_columns(pl.Series(NONE_LISTED.meta.output_name(), lists, dtype=pl.List(pl.String)))
    return says.join(listed, on=list(words), how="left", maintain_order="left").to_series(-1)


def _without_ids(rows: pl.DataFrame, column: Column, pseudonyms: Pseudonyms) -> pl.DataFrame:
    """Each different text is looked at once. The rows of a person mostly stand together, so runs of rows are
    looked up in their place.
    """
    texts = rows[column.name].rename("text")
    runs = texts.rle().struct.field("value") if texts.len() >= MANY else texts
    told, made = _told_and_made(runs, column, pseudonyms)
    if runs.len() < texts.len():
        run = texts.rle_id()
        told, made = told.gather(run), made.gather(run)
    return rows.with_columns(told.alias(f"{column.name}_text"), made.alias(column.name))


def _told_and_made(texts: pl.Series, column: Column, pseudonyms: Pseudonyms) -> tuple[pl.Series, pl.Series]:
    """What a message may tell of each id, and its pseudonym."""
    some = texts.unique() if texts.len() >= MANY else texts
    is_repeated = some.len() * FEW <= texts.len()
    looked_at = (some if is_repeated else texts).to_frame("text").lazy()
    looked_at = looked_at.with_columns(bare=bare_id(pl.col("text"), column.kind))
    read = looked_at.with_columns(told=pl.when(pl.col("text").is_not_null()).then(masked(pl.col("bare")))).collect()
    made = [read["told"], pseudonyms.of(column.kind, read["bare"]).alias("pseudonym")]
    if is_repeated:
        of_texts = pl.DataFrame([read["text"], *made])
        made = texts.to_frame("text").join(of_texts, on="text", how="left", maintain_order="left").get_columns()[1:]
    return made[0], made[1]
