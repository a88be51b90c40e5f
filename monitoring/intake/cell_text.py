"""How published cells read: blanks, commas, $, `to 1`, and the many words for a value that is not there.

Whole columns at a time.
"""

from __future__ import annotations

import polars as pl

from districts.org_code import STATE_CODE
from districts.school_year import BEGINS

SCALE = 10_000  # amounts are whole ten-thousandths

# Words for a missing value, in lower case, and the reason they stand for.
MARKERS: dict[str, str] = {
    "-": "suppressed",
    "--": "suppressed",
    "–": "suppressed",
    "—": "suppressed",
    "*": "suppressed",
    "**": "suppressed",
    "n<10": "suppressed",
    "suppressed": "suppressed",
    "na": "not_applicable",
    "n/a": "not_applicable",
    "n.a.": "not_applicable",
    "not applicable": "not_applicable",
    "nr": "not_reported",
    "not reported": "not_reported",
    "not available": "not_reported",
    "missing": "not_reported",
}
SPILLED = r"(?i)failed to meet reporting requirements|not reported|data not available"
OVERFLOW = r"^#{3,}( to 1)?$"
# Digits are 0 to 9: \d would be those of all scripts, which no program reads as numbers.
BELOW = r"^<\s*[0-9]+$"
NUMBER = r"^-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?$"
DECIMAL_COMMA = r"^-?[0-9]+,([0-9]{1,2}|[0-9]{4,})$"
DAY = r"^(19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}$|^[0-9]{1,2}/[0-9]{1,2}/(19|20)[0-9]{2}$"
LARGEST = 9e13  # in units; ten-thousandths of it still fit 64 bits


def style(text: pl.Expr) -> pl.Expr:
    """A cell's style: 'ratio', 'usd', 'percent', 'plain', 'comma' (for decimals) or 'words'; null where blank."""
    bare = bare_number(text)
    is_number = bare.str.contains(NUMBER) & bare.str.contains(r"[0-9]")
    return (
        pl.when(text.is_null())
        .then(None)
        .when(bare.str.contains(DECIMAL_COMMA))
        .then(pl.lit("comma"))
        .when(~is_number)
        .then(pl.lit("words"))
        .when(text.str.contains(r"(?i)\bto 1$|:\s?1$"))
        .then(pl.lit("ratio"))
        .when(text.str.contains("$", literal=True))
        .then(pl.lit("usd"))
        .when(text.str.ends_with("%"))
        .then(pl.lit("percent"))
        .otherwise(pl.lit("plain"))
    )


def bare_number(text: pl.Expr) -> pl.Expr:
    """A cell without its unit. `-$1,234` and `$-1,234` are both `-1,234`."""
    return text.str.replace(r"(?i)\s*to 1$|\s*:\s?1$|\s*%$", "").str.replace(r"^(-?)\s*\$\s*", "$1")


def amount(text: pl.Expr) -> pl.Expr:
    """The number in ten-thousandths, Int64; null where the cell is no number.

    >>> texts = pl.DataFrame({"t": ["1,422", "39.3", ".0", "15.8 to 1", "$79,107", "N/A"]})
    >>> texts.select(amount(pl.col("t")))["t"].to_list()
    [14220000, 393000, 0, 158000, 791070000, None]
    """
    bare = bare_number(text)
    is_number = bare.str.contains(NUMBER) & bare.str.contains(r"[0-9]")
    value = pl.when(is_number).then(bare).str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
    return pl.when(value.abs() < LARGEST).then((value * SCALE).round(0)).cast(pl.Int64, strict=False)


def missing_reason(text: pl.Expr, markers: dict[str, str]) -> pl.Expr:
    """Why a cell holds no number, or null where it holds one or cannot be understood. A blank cell is 'blank'."""
    words = {**MARKERS, **{word.lower(): reason for word, reason in markers.items()}}
    return (
        pl.when(text.is_null())
        .then(pl.lit("blank"))
        .when(text.str.contains(OVERFLOW))
        .then(pl.lit("unreadable"))
        .when(text.str.contains(BELOW))
        .then(pl.lit("suppressed"))
        .otherwise(text.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.String))
    )


def org_code(text: pl.Expr) -> pl.Expr:
    """Eight digits, with the zeros a spreadsheet took away; null where it cannot be a code.

    >>> texts = pl.DataFrame({"t": ["04450105", "4450105", "'00350000", "445", "35.0", "００３５００００"]})
    >>> texts.select(org_code(pl.col("t")))["t"].to_list()
    ['04450105', '04450105', '00350000', None, None, None]
    """
    digits = text.str.strip_prefix("'").str.replace(r"\.0$", "")
    padded = pl.when(digits.str.contains(r"^[0-9]{1,8}$")).then(digits.str.zfill(8))
    return pl.when((padded == STATE_CODE) | ~padded.str.starts_with("0000")).then(padded)


def date(text: pl.Expr) -> pl.Expr:
    """A day, written 2024-10-01 or 10/01/2024; null where it is none, or of another century than the last or this one.

    >>> texts = pl.DataFrame({"t": ["2024-10-01", "10/1/2024", "2024-10-01 00:00:00", "31/12/2024", "10/1/24"]})
    >>> [str(day) for day in texts.select(date(pl.col("t")))["t"]]
    ['2024-10-01', '2024-10-01', '2024-10-01', 'None', 'None']
    """
    bare = text.str.replace(r"[ T]00:00(:00)?$", "")
    bare = pl.when(bare.str.contains(DAY)).then(bare)
    return pl.coalesce(bare.str.to_date(form, strict=False) for form in ("%Y-%m-%d", "%m/%d/%Y"))


def school_year_of(day: pl.Expr) -> pl.Expr:
    """The school year, by its ending year, in which a day lies.

    >>> import datetime as dt
    >>> days = pl.DataFrame({"day": [dt.date(2025, 6, 30), dt.date(2025, 7, 1), None]})
    >>> days.select(school_year_of(pl.col("day")))["day"].to_list()
    [2025, 2026, None]
    """
    return day.dt.year().cast(pl.Int16) + (day.dt.month() >= BEGINS).cast(pl.Int16)


def school_year(text: pl.Expr) -> pl.Expr:
    """The ending year: of 2020-21, 2020-2021, 2020/21, SY2021, 2021. Null where it is none, or the two years do not
    follow.

    >>> texts = pl.DataFrame({"t": ["2020-21", "1999-2000", "2021", "SY 2021", "2020-22", "２０２０-２１"]})
    >>> texts.select(school_year(pl.col("t")))["t"].to_list()
    [2021, 2000, 2021, 2021, None, None]
    """
    bare = text.str.replace(r"(?i)^\s*(sy|fy)\s*", "").str.replace(r"\.0$", "")
    start = bare.str.extract(r"^((?:19|20)[0-9]{2})\s?[-–/]\s?(?:[0-9]{2}|(?:19|20)[0-9]{2})$").cast(pl.Int16)
    second = bare.str.extract(r"[-–/]\s?([0-9]{2}|(?:19|20)[0-9]{2})$").cast(pl.Int16)
    single = bare.str.extract(r"^((?:19|20)[0-9]{2})$").cast(pl.Int16)
    return pl.when(start.is_not_null() & ((start + 1) % 100 == second % 100)).then(start + 1).otherwise(single)
