"""The headings of a district's own export, as a mapping is made from them: of one of its files, or of a pasted line.
Pure. Nothing else of a file is looked at but the few different codes under headings that may hold codes.
"""

from __future__ import annotations

import csv
import re

import polars as pl

from monitoring.intake.mapping.column_mapping import has_codes
from monitoring.intake.mapping.faults import LONGEST, MOST_CODES, is_forbidden
from monitoring.intake.mapping.likely import LEAST, likeness
from monitoring.intake.reading.delimited import find_separator
from monitoring.intake.reading.table import Table
from monitoring.intake.recognition import Head, head_of
from monitoring.intake.reports.column import Column, Kind, header_key
from monitoring.intake.reports.declaration import Report

MOST = 300  # headings
FEWEST_ALIKE = 2  # headings that must be like columns of the layout before a row is believed to be headings
FEW_CODES = 20  # different texts of a column, up to which they are taken for codes
LONGEST_CODE = 30  # characters
NO_HEADING = r"@|\d{5}|^\W*$|^[\d\W]+$"  # an address, an id, a number, a day
NO_CODE = r"@|\d{5}|\d{3}-\d{2}"


class NoHeadings(ValueError):
    """What was given has none that could be shown; the text says what to do."""


class HoldsData(NoHeadings):
    """What was pasted may name a person, and is not shown again."""


def headings_of(table: Table, layout: Report) -> tuple[list[str], int, dict[str, str]]:
    """The headings, the number of their row and their places. Raises NoHeadings where no row near the top is surely
    one: a file without headings begins with a person.
    """
    _, head = head_of(table)
    for row, texts in sorted(_rows_of_headings(head), key=lambda one: -len(one[1])):
        if _are_alike(list(texts.values()), layout):
            named = {text: place for place, text in reversed(list(texts.items()))}
            return list(dict.fromkeys(texts.values())), row, named
    raise NoHeadings(
        "No row near the top of the file looks like headings for this layout, and nothing of it is shown. See whether"
        " the layout is right, or paste the line of headings."
    )


def pasted_headings(text: str) -> list[str]:
    """The first line that holds anything, cut at commas, semicolons, tabs or bars. Raises NoHeadings.

    >>> pasted_headings("Emp ID\\tYrs Exp\\tLic Status\\n12345678\\t4\\tP")
    ['Emp ID', 'Yrs Exp', 'Lic Status']
    """
    line = next((line for line in text.splitlines() if line.strip()), "")
    cells = next(csv.reader([line], delimiter=find_separator([line])), [])
    found = list(dict.fromkeys(" ".join(cell.split()) for cell in cells if cell.strip()))
    if len(found) < FEWEST_ALIKE:
        raise NoHeadings("Paste the whole line of headings, with commas or tabs between them: at least two are needed.")
    if len(found) > MOST or any(len(one) > LONGEST for one in found):
        raise NoHeadings(f"At most {MOST} headings of {LONGEST} characters are taken.")
    if any(re.search(NO_HEADING, one) for one in found):
        raise HoldsData("This line holds numbers or addresses, as a row of data does. Paste the line above it.")
    return found


def codes_of(table: Table, row: int, places: dict[str, str], layout: Report) -> dict[str, list[str]]:
    """By heading, the few different texts under it, where it may hold codes of the layout: where it is called like a
    column of codes, or holds one of the column's own. Names and ids are told from codes by how often they stand there,
    how long they are and what they look like. Of schools a district may have many.
    """
    coded = [column for column in layout.columns if has_codes(layout, column.name)]
    schools = [column for column in coded if column.kind is Kind.ORG_CODE]
    body = table.cells.filter(pl.col("row_number") > row)
    found = {
        heading: _few(body[place], MOST_CODES if _is_like(schools, heading) else FEW_CODES)
        for heading, place in places.items()
        if not is_forbidden(heading)
    }
    return {
        heading: texts
        for heading, texts in found.items()
        if texts and (_is_like(coded, heading) or any(_knows(column, texts) for column in coded))
    }


def _is_like(columns: list[Column], heading: str) -> bool:
    return any(likeness(column, heading) >= LEAST for column in columns)


def _knows(column: Column, texts: list[str]) -> bool:
    """Whether one of them is a code of the column, or what a code of it means."""
    known = {word.casefold() for word in (*column.codes, *column.meanings)}
    return not known.isdisjoint(text.casefold() for text in texts)


def _few(cells: pl.Series, most: int) -> list[str]:
    texts = cells.drop_nulls()
    different = texts.unique()
    if not 0 < different.len() <= min(most, texts.len() // 2):
        return []
    is_strange = different.str.len_chars().gt(LONGEST_CODE) | different.str.contains(NO_CODE)
    return [] if is_strange.any() else sorted(different)


def _rows_of_headings(head: Head) -> Head:
    return [
        (row, texts)
        for row, texts in head
        if FEWEST_ALIKE <= len(texts) <= MOST
        and not any(len(text) > LONGEST or re.search(NO_HEADING, text) for text in texts.values())
    ]


def _are_alike(texts: list[str], layout: Report) -> bool:
    known = [text for text in texts if any(likeness(column, text) >= LEAST for column in layout.columns)]
    return len({header_key(text) for text in known}) >= FEWEST_ALIKE
