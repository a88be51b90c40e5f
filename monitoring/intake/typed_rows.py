"""The columns of a layout that are no numbers, typed: days, texts, ids of persons as pseudonyms, and what does not
apply. Pure.
"""

from __future__ import annotations

import polars as pl

from monitoring.intake import cell_text
from monitoring.intake.different_texts import FEW, read_texts
from monitoring.intake.pseudonyms import Pseudonyms, bare_id, masked
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

NONE_LISTED = pl.lit([], dtype=pl.List(pl.String)).alias("does_not_apply")
NOT_APPLICABLE = tuple(word for word, reason in cell_text.MARKERS.items() if reason == "not_applicable")


def with_typed_columns(rows: pl.DataFrame, report: Report, pseudonyms: Pseudonyms) -> pl.DataFrame:
    """Rows with days as dates and ids as pseudonyms in the place of their texts.

    Beside them `name_text`, of days as they stand in the file, of ids what a message may tell of them, and
    `does_not_apply`, the names of the columns in which the row says NA. Where NA is no code of a column, its cell is
    null.
    """
    there = [column for column in report.columns if column.name in rows.columns]
    if not report.number:
        return rows
    no_codes = [column for column in there if not _has_code(column) and column.kind not in _WITH_TEXTS]
    says_na = rows.select(_says_na_anywhere(column.name) for column in no_codes).row(0, named=True) if no_codes else {}
    na = {column.name: column.kind.numeric for column in no_codes if says_na[column.name]}
    rows = rows.with_columns(_listed({name: _is_na(name) for name in na}) if na else NONE_LISTED)
    if na:
        texts = [name for name, numeric in na.items() if not numeric]
        rows = rows.with_columns(pl.when(~_is_na(name)).then(pl.col(name)) for name in texts)
    if days := [column.name for column in there if column.kind is Kind.DATE]:
        read = read_texts(rows, dict.fromkeys(days, cell_text.date))
        rows = rows.with_columns(*(pl.col(name).alias(f"{name}_text") for name in days), *read.values())
    for column in report.persons:
        rows = _without_ids(rows, column, pseudonyms) if column.name in rows.columns else rows
    return rows


BEGINNINGS = sorted({letter for word in NOT_APPLICABLE for letter in (word[0], word[0].upper())})
_WITH_TEXTS = (Kind.SCHOOL_YEAR, Kind.ORG_CODE)  # they keep their text beside them


def _has_code(column: Column) -> bool:
    return "NA" in column.codes


def _says_na_anywhere(name: str) -> pl.Expr:
    """Whether any row does. Nearly no column does, and few texts begin as these do."""
    text = pl.col(name)
    may_be = pl.any_horizontal(text.str.starts_with(letter) for letter in BEGINNINGS)
    return text.filter(may_be).str.to_lowercase().is_in(NOT_APPLICABLE).any()


def _is_na(name: str) -> pl.Expr:
    return pl.col(name).str.to_lowercase().is_in(NOT_APPLICABLE).fill_null(False)


def _listed(says_na: dict[str, pl.Expr]) -> pl.Expr:
    """The names of the columns that say NA, in the order of the layout."""
    names = [pl.when(na).then(pl.lit(name)) for name, na in says_na.items()]
    return pl.concat_list(names).list.drop_nulls().alias("does_not_apply")


def _without_ids(rows: pl.DataFrame, column: Column, pseudonyms: Pseudonyms) -> pl.DataFrame:
    """Each different text is looked at once, where a person stands in several rows."""
    texts = rows.select(text=column.name)
    some = texts.unique()
    is_repeated = some.height * FEW <= texts.height
    looked_at = (some if is_repeated else texts).lazy().with_columns(bare=bare_id(pl.col("text"), column.kind))
    read = looked_at.with_columns(masked=pl.when(pl.col("text").is_not_null()).then(masked(pl.col("bare")))).collect()
    read = read.with_columns(pseudonyms.of(column.kind, read["bare"]).alias("pseudonym")).drop("bare")
    cells = texts.join(read, on="text", how="left", maintain_order="left") if is_repeated else read
    return rows.with_columns(cells["masked"].alias(f"{column.name}_text"), cells["pseudonym"].alias(column.name))
