"""A good table as a workbook, and the words in which damage to one is declared."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from monitoring.intake.reading.limits import DEFAULT, Limits
from tests.intake.malformed.good import Good

Part = Callable[[str, bytes], bytes | None]
Make = Callable[[Good], bytes]
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


@dataclass(frozen=True)
class Book:
    """As `Bytes`, of a workbook; `error` refuses it, else its rows are those of the plain table, and `errors` are told
    of some.
    """

    name: str
    make: Callable[[Good], bytes]
    error: str = ""
    errors: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    limits: Limits = DEFAULT
    tables: int = 2
    lost: tuple[int, ...] = ()

    @property
    def keeps(self) -> bool:
        """Whether all its rows are those of the plain table."""
        return not self.errors

    @property
    def wanted(self) -> str:
        return "refused" if self.error else "accepted_in_part" if self.errors else "accepted"


def book(name: str, make: Callable[[Good], bytes], error: str = "", *remarks: str, **more: Any) -> Book:
    return Book(name, make, error, frozenset(more.pop("errors", ())), frozenset(remarks), **more)


def workbook(
    good: Good,
    *,
    options: dict[str, Any] | None = None,
    sheets: Sequence[str] = ("Sheet1",),
    at: tuple[int, int] = (0, 0),
    write: Callable[[Any, Any, int, int, str], bool] | None = None,
    after: Callable[[Any, dict[str, Any]], None] | None = None,
) -> bytes:
    """The table in the last of the sheets. `write` may write a cell itself; `after` has the sheets at last."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **(options or {})}) as made:
        pages = {name: made.add_worksheet(name) for name in sheets}
        page = pages[sheets[-1]]
        for row, cells in enumerate(good.table):
            for place, cell in enumerate(cells):
                if cell and not (write and write(made, page, row + at[0], place + at[1], cell)):
                    page.write_string(row + at[0], place + at[1], cell)
        if after:
            after(made, pages)
    return buffer.getvalue()


def repacked(
    data: bytes,
    change: Part = lambda name, content: content,
    extra: Sequence[tuple[str, bytes]] = (),
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """The workbook with each part passed through `change`, which may leave one out, and further parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(name, changed)
        for name, content in extra:
            new.writestr(name, content)
    return buffer.getvalue()


def parts(change: Part = lambda name, content: content, **more: Any) -> Callable[[Good], bytes]:
    return lambda good: repacked(workbook(good), change, **more)


def in_part(wanted: str, old: bytes, new: bytes) -> Callable[[Good], bytes]:
    def change(name: str, content: bytes) -> bytes:
        if name != wanted:
            return content
        assert old in content, (wanted, old)
        return content.replace(old, new, 1)

    return parts(change)


def without(wanted: str) -> Callable[[Good], bytes]:
    return parts(lambda name, content: None if name == wanted else content)


def with_part(*extra: tuple[str, bytes]) -> Callable[[Good], bytes]:
    return parts(extra=extra)
