"""Data on persons has no place in this door: refused by the names of columns, and by the shape of cells and of what
stands in sentences. Pure.
"""

from __future__ import annotations

import polars as pl

from monitoring.intake.personal_text import ADDRESSES, SHAPES, WITHIN
from monitoring.intake.reading.refusal import Note
from monitoring.intake.reading.table import Table
from monitoring.intake.recognition import Recognized, Unlike
from monitoring.intake.reports.column import header_key

_NAMES = """
First Name | Last Name | Middle Name | Firstname | Lastname | Full Name | Teacher Name | Student Name | Staff Name
Educator Name | Employee Name | Name | Surname | Given Name | Parent Name | Date of Birth | DOB | Birth Date
Birthdate | Birthday | SSN | SSN4 | SS# | SS # | Last 4 SSN | Social Security Number | E-mail | Email | Email Address
Parent Email | Phone | Home Address | MEPID | SASID | LASID | Employee Number | Local Employee Number | License Number
"""
NAMES = {header_key(name) for name in _NAMES.replace("\n", " | ").split("|")} - {""}
BARE = header_key("Name")  # above it may stand whose: a school's, in a header of two rows
SSN_BYTES = (11, 38)  # nine digits of one byte, or of four, and two hyphens
FEWEST_BYTES = 9  # of a text that holds one
HARMLESS = r"^(-?[\d.,]{1,6}%?|\d{4}-\d{2}(\d{2})?)$"
HEAD_ROWS = 40


def find_personal(table: Table, known: Recognized | Unlike) -> Note | None:
    """The note that refuses the file, without a value that could identify anyone. Ids stand only where a layout has its
    column for them; a file of that layout that lacks another column is told what it lacks.
    """
    forbidden = NAMES - {header_key(header) for header in known.headers.values()}
    below = set(known.header_rows[1:]) if isinstance(known, Recognized) else set()
    for number, *row in table.cells.head(HEAD_ROWS).iter_rows():
        its = forbidden - {BARE} if number in below else forbidden
        named = [text for text in row if text is not None and header_key(text) in its]
        if named:
            return Note("E-FILE-PERSONAL", f"column {named[0]}")
    sentences = _sentences(table, known)
    for what in [what for what in SHAPES if what != ADDRESSES or table.has_at]:
        looked = [_holds(pl.col(table.columns), what), _holds_within(pl.col(sentences), what).name.suffix(" within")]
        if any(table.cells.select(looked[: 2 if sentences else 1]).row(0)):
            return Note("E-FILE-PERSONAL", what)
    return None


def _sentences(table: Table, known: Recognized | Unlike) -> list[str]:
    """The columns in which people write sentences, and those that nobody knows: of a file that is none of ours, all. In
    a report of the state the known ones hold names of schools, and below them whom to ask.
    """
    if isinstance(known, Unlike):
        return table.columns
    prose = {column.name for column in known.report.columns if known.report.number and column.is_free_text}
    closed = {place for name, place in known.places.items() if name not in prose}
    return [name for name in table.columns if name not in closed]


def _holds_within(text: pl.Expr, what: str) -> pl.Expr:
    """Whether any cell has it among other words."""
    may = text.str.contains("@", literal=True) if what == ADDRESSES else text.str.len_bytes() >= FEWEST_BYTES
    return text.filter(may).str.contains(WITHIN[what]).any(ignore_nulls=True)


def _holds(text: pl.Expr, what: str) -> pl.Expr:
    """Whether any cell has the shape. Only those that may are looked at closely."""
    is_at = text.str.contains("@", literal=True)
    some = text.filter(is_at if what == ADDRESSES else text.str.len_bytes().is_between(*SSN_BYTES))
    return some.str.contains(SHAPES[what]).any(ignore_nulls=True)


def concealed(found: pl.DataFrame) -> pl.DataFrame:
    """What a rule found in a file on persons, without texts of cells: any of them may be a name, or an id, that stands
    in the wrong column. A short number, or a span of years, tells nobody; of all else only the length is said.

    >>> found = pl.DataFrame({"value": ["Smith", "1.75", "123456789", "S", None]})
    >>> concealed(found)["value"].to_list()
    ['… (5 characters)', '1.75', '… (9 characters)', '… (1 character)', None]
    """
    return found.with_columns(concealed_text(pl.col("value")).alias("value"))


def with_ends_of(codes: list[str], found: pl.DataFrame) -> pl.DataFrame:
    """What a rule found, with the end of each of these codes in its place, as messages tell ids.

    >>> found = pl.DataFrame({"value": ["12345678"], "other": ["3 at 00350505, 1 at 12345678"]})
    >>> with_ends_of(["12345678"], found).row(0)
    ('…678', '3 at 00350505, 1 at …678')
    """
    if not codes:
        return found
    ends = [f"…{code[-3:]}" for code in codes]
    return found.with_columns(pl.col("value", "other").str.replace_many(codes, ends))


def concealed_text(text: pl.Expr) -> pl.Expr:
    """The same for what a rule puts into words of its own."""
    length = text.str.len_chars()
    unit = pl.when(length == 1).then(pl.lit("character")).otherwise(pl.lit("characters"))
    return pl.when(text.str.contains(HARMLESS)).then(text).otherwise(pl.format("… ({} {})", length, unit))
