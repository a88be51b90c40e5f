"""A school year, kept as its ending year: 2021 is shown as 2020-21, never as a bare number."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

_WRITTEN = re.compile(r"(?:SY\s*)?(?P<start>\d{4})\s*[-\u2013/]\s*(?P<end>\d{2}|\d{4})", re.IGNORECASE)
_ENDING = re.compile(r"(?:SY\s*)?(?P<end>\d{4})", re.IGNORECASE)
FIRST, LAST = 1990, 2099
BEGINS = 7  # the month in which a school year begins: July, as in Massachusetts' fiscal and reporting year


@dataclass(frozen=True, order=True, slots=True)
class SchoolYear:
    """One school year, by the calendar year it ends in. Sorts by time; `str()` is what people read.

    >>> str(SchoolYear(2021)), SchoolYear.parse("2020-21") == SchoolYear.parse("SY2020-21") == SchoolYear.parse("2021")
    ('2020-21', True)
    """

    ending: int

    def __post_init__(self) -> None:
        if not FIRST <= self.ending <= LAST:
            raise ValueError(f"{self.ending} is not the ending year of a school year between {FIRST} and {LAST}")

    @classmethod
    def parse(cls, text: "str | int | SchoolYear") -> Self:
        """From '2020-21', '2020-2021', 'SY2020-21', or the ending year '2021' or 2021. Raises ValueError."""
        if isinstance(text, SchoolYear):
            return cls(text.ending)
        written = str(text).strip()
        if found := _WRITTEN.fullmatch(written):
            start, end = int(found["start"]), found["end"]
            if end not in (str(start + 1), f"{(start + 1) % 100:02d}"):
                raise ValueError(f"{written!r} is not one school year: {start} goes with {(start + 1) % 100:02d}")
            return cls(start + 1)
        if found := _ENDING.fullmatch(written):
            return cls(int(found["end"]))
        raise ValueError(f"{written!r} is not a school year; write it like 2020-21")

    @classmethod
    def parse_both(cls, text: str) -> Self:
        """As `parse`, of a text that names both years: where nobody can be told how a single one was read, it may have
        been meant either way. Raises ValueError.
        """
        if _ENDING.fullmatch(text.strip()):
            raise ValueError(f"{text.strip()!r} may be the year it begins in or ends in; write both, like 2020-21")
        return cls.parse(text)

    @classmethod
    def running(cls, day: dt.date) -> Self:
        """The school year that a day belongs to.

        >>> [str(SchoolYear.running(dt.date(2026, month, 1))) for month in (6, 7)]
        ['2025-26', '2026-27']
        """
        return cls(day.year + (day.month >= BEGINS))

    def __str__(self) -> str:
        return f"{self.ending - 1}-{self.ending % 100:02d}"

    def __int__(self) -> int:
        return self.ending

    def __index__(self) -> int:
        return self.ending

    def __add__(self, years: int) -> Self:
        return type(self)(self.ending + years)

    def __sub__(self, years: int) -> Self:
        return type(self)(self.ending - years)

    @property
    def long(self) -> str:
        """'2020-2021', for headings."""
        return f"{self.ending - 1}-{self.ending}"


def show_school_year(ending: int) -> str:
    """The words for an ending year as it is stored: 2021 -> '2020-21'."""
    return str(SchoolYear(ending))
