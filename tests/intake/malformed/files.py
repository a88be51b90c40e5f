"""The files of the corpus that are damaged as bytes, text or workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitoring.intake.reports.column import Kind
from tests.intake.malformed import archives, sheets, texts
from tests.intake.malformed.good import Good, good_tables
from tests.intake.malformed.texts import Bytes
from tests.intake.malformed.workbooks import Book


def damaged_files() -> Iterator[Sequence[tuple[Bytes | Book, Good]]]:
    """Each kind with several tables, beginning with others each time; workbooks with those that have numbers."""
    tables = good_tables()
    with_numbers = [good for good in tables if any(column.kind.numeric for column in good.columns)]
    with_days = [good for good in with_numbers if any(column.kind is Kind.DATE for column in good.columns)]
    for number, text in enumerate(texts.KINDS):
        yield [(text, tables[(number * 5 + step * 11) % len(tables)]) for step in range(text.tables)]
    for number, book in enumerate([*archives.ARCHIVES, *archives.MARKUP, *sheets.SHEETS]):
        of = with_days if book.name.startswith("days") else with_numbers
        yield [(book, of[(number * 5 + step * 3) % len(of)]) for step in range(book.tables)]
