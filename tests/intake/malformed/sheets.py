"""Damage to the sheets of a workbook and to the cells in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from tests.intake.malformed.good import Good
from tests.intake.malformed.workbooks import SHEET, book, in_part, repacked, workbook

NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")


def hidden(state: str) -> Callable[[Good], bytes]:
    return in_part("xl/workbook.xml", b"<sheet name=", f'<sheet state="{state}" name='.encode())


def beside(state: str = "") -> Callable[[Good], bytes]:
    """Another sheet stands first, with a few words on it."""

    def after(made: Any, pages: dict[str, Any]) -> None:
        pages["Cover"].write_string(0, 0, "Figures of our district")
        if state:
            pages["Sheet1"].activate()
            getattr(pages["Cover"], state)()

    return lambda good: workbook(good, sheets=("Cover", "Sheet1"), after=after)


def cells(write: Callable[[Any, Any, int, int, str], bool], **more: Any) -> Callable[[Good], bytes]:
    """The same table with its numbers written in another way."""

    def only_numbers(made: Any, page: Any, row: int, place: int, cell: str) -> bool:
        return bool(NUMBER.fullmatch(cell)) and not cell.startswith("0") and write(made, page, row, place, cell)

    return lambda good: workbook(good, write=only_numbers, **more)


def as_formula(made: Any, page: Any, row: int, place: int, cell: str) -> bool:
    return page.write_formula(row, place, f"={cell}+0", None, float(cell)) == 0


def as_number(made: Any, page: Any, row: int, place: int, cell: str) -> bool:
    return page.write_number(row, place, float(cell)) == 0


def with_noise(made: Any, page: Any, row: int, place: int, cell: str) -> bool:
    noise = float(cell) * (1 + 2**-50) if "." in cell else float(cell)
    return page.write_number(row, place, noise) == 0


def in_runs(made: Any, page: Any, row: int, place: int, cell: str) -> bool:
    bold = made.add_format({"bold": True})
    return len(cell) > 2 and page.write_rich_string(row, place, cell[:1], bold, cell[1:2], cell[2:]) == 0


def days_as_days(date_1904: bool) -> Callable[[Good], bytes]:
    """Days as Excel keeps them: numbers with a format, from 1900 or, of an old Macintosh, from 1904."""

    def write(made: Any, page: Any, row: int, place: int, cell: str) -> bool:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
            return False
        shown = made.add_format({"num_format": "m/d/yyyy"})
        return page.write_datetime(row, place, dt.datetime.fromisoformat(cell), shown) == 0

    return lambda good: workbook(good, write=write, options={"date_1904": date_1904})


def in_first_number(change: Callable[[bytes], bytes]) -> Callable[[Good], bytes]:
    """The first cell of a number below the header is written in another way: `change` has its markup."""

    def make(good: Good) -> bytes:
        place = next(place for place, column in enumerate(good.columns) if column.kind.numeric)
        name = f"{chr(65 + place)}{good.head + 1}".encode()

        def in_sheet(part: str, content: bytes) -> bytes:
            return re.sub(rb'<c r="' + name + rb'"[^>]*>.*?</c>', change(name), content) if part == SHEET else content

        return repacked(workbook(good), in_sheet)

    return make


def titled_and_merged(good: Good) -> bytes:
    def after(made: Any, pages: dict[str, Any]) -> None:
        pages["Sheet1"].merge_range(0, 0, 0, 4, "Our export")

    return workbook(good, at=(2, 0), after=after)


def error_cell(word: bytes) -> Callable[[bytes], bytes]:
    return lambda name: b'<c r="' + name + b'" t="e"><v>' + word + b"</v></c>"


def formula(rest: bytes) -> Callable[[bytes], bytes]:
    return lambda name: b'<c r="' + name + b'"><f>1+1</f>' + rest + b"</c>"


NUMBERED = "E-CELL-NUMBER"
SHEETS = [
    book("a hidden sheet alone", hidden("hidden"), "E-FILE-NO-SHEET"),
    book("a very hidden sheet alone", hidden("veryHidden"), "E-FILE-NO-SHEET"),
    book("a hidden sheet beside", beside("hide"), "", "I-FILE-HIDDEN-SHEETS"),
    book("a very hidden sheet beside", beside("very_hidden"), "", "I-FILE-HIDDEN-SHEETS"),
    book("a cover before", beside(), "", "I-FILE-OTHER-SHEETS"),
    book(
        "hidden rows and columns",
        lambda good: workbook(good, after=lambda made, pages: pages["Sheet1"].set_row(2, None, None, {"hidden": True})),
    ),
    book("not at the first cell", lambda good: workbook(good, at=(4, 3))),
    book("a merged title", titled_and_merged),
    book("formulas", cells(as_formula), "", "I-FILE-FORMULAS"),
    book("numbers", cells(as_number)),
    book("numbers with noise", cells(with_noise)),
    book("texts in runs", cells(in_runs)),
    book("texts within the sheet", lambda good: workbook(good, options={"constant_memory": True, "in_memory": False})),
    book("days as days", days_as_days(False)),
    book("days from 1904", days_as_days(True)),
    *(
        book(f"the error {word.decode()}", in_first_number(error_cell(word)), errors=[NUMBERED])
        for word in (b"#REF!", b"#N/A", b"#DIV/0!")
    ),
    book("a yes", in_first_number(lambda name: b'<c r="' + name + b'" t="b"><v>1</v></c>'), errors=[NUMBERED]),
    *(
        book(f"a formula {words}", in_first_number(formula(rest)), "E-FILE-NO-VALUES")
        for words, rest in (
            ("without a value", b""),
            ("with an empty value", b"<v></v>"),
            ("with no value in short", b"<v/>"),
        )
    ),
    book("nothing on its sheet", lambda good: workbook(replace_rows(good)), "E-FILE-EMPTY", tables=1),
]


def replace_rows(good: Good) -> Good:
    return Good(good.report, [], good.owner)
