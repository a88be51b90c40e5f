"""What a file changes as CSV or a workbook, safe to open in a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import polars as pl

from districts.school_year import show_school_year
from monitoring.intake.csv_table import guarded
from monitoring.intake.grain import Grain

COLUMNS = (
    *("dataset", "school_year", "collection", "change", "row", "earlier_row"),
    *("org_code", "of", "column", "was", "now"),
)
NUMBERS = ("row", "earlier_row")
SLICE = 1 << 15  # lines that are text at once
IN_A_WORKBOOK = 25_000  # lines; the CSV has all
Kinds = Iterable[tuple[Grain, pl.DataFrame]]


def changes_csv(kinds: Kinds) -> Iterator[str]:
    """A header and the lines (changed_rows.CHANGES), some thousands at once."""
    yield ",".join(COLUMNS) + "\n"
    for grain, lines in kinds:
        for part in lines.iter_slices(SLICE):
            yield _as_text(grain, part).write_csv(include_header=False)


def changes_workbook(kinds: Kinds) -> bytes:
    """The first IN_A_WORKBOOK lines; where there are more, the last row says so."""
    import xlsxwriter  # here, so that the page starts without it

    texts = [_as_text(grain, lines.head(IN_A_WORKBOOK + 1)) for grain, lines in kinds]
    whole = pl.concat(texts) if texts else pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    buffer = io.BytesIO()
    as_they_are = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, as_they_are) as book:
        sheet = book.add_worksheet("changes")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for place, name in enumerate(COLUMNS):
            sheet.write_column(1, place, whole[name].head(IN_A_WORKBOOK).to_list())
        if whole.height > IN_A_WORKBOOK:
            sheet.write_row(IN_A_WORKBOOK + 1, 0, ["There are more lines: the CSV has all of them."])
    return buffer.getvalue()


def _as_text(grain: Grain, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines in COLUMNS: what people named and typed is never run as a formula."""
    year = "" if grain.school_year is None else show_school_year(grain.school_year)
    of = {"dataset": grain.dataset, "school_year": year, "collection": grain.collection}
    texts = lines.with_columns(pl.lit(text).alias(name) for name, text in of.items())
    return texts.select(pl.col(name) if name in NUMBERS else guarded(pl.col(name).cast(pl.String)) for name in COLUMNS)
