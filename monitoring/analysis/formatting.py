"""The one formatter: every number people see is rounded here and nowhere else. Halves are rounded away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from monitoring.analysis.amounts import SCALE

MINUS = "\u2212"


def _fixed(value: float, places: int) -> str:
    """`value` to so many places, thousands separated, a true minus sign, and never minus zero."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,}"
    return MINUS + text if rounded < 0 else text


def percent(rate: float) -> str:
    """A rate (0..1) as a percentage with one decimal.

    >>> percent(0.12345), percent(0.0004), percent(1.0)
    ('12.3%', '0.0%', '100.0%')
    """
    return _fixed(rate * 100, 1) + "%"


def points(difference: float) -> str:
    """A difference of two rates, in percentage points with one decimal.

    >>> points(0.1166), points(-0.0312), points(0.01)
    ('11.7 points', '−3.1 points', '1.0 point')
    """
    text = _fixed(difference * 100, 1)
    return f"{text} point" if text.removeprefix(MINUS) == "1.0" else f"{text} points"


def ratio(value: float) -> str:
    """A ratio of two rates, with two decimals.

    >>> ratio(1.916), ratio(0.995)
    ('1.92', '1.00')
    """
    return _fixed(value, 2)


def count(number: float) -> str:
    """A number of people or things, whole, with thousands separated.

    >>> count(1840), count(-12)
    ('1,840', '−12')
    """
    return _fixed(number, 0)


def amount(ten_thousandths: int, unit: str = "FTE") -> str:
    """An amount kept in ten-thousandths: people in whole numbers, FTE with one decimal, dollars in whole dollars.

    >>> amount(393_000), amount(120_000, "HEADCOUNT"), amount(850_001_234, "USD_MEAN")
    ('39.3', '12', '$85,000')
    """
    value = Decimal(ten_thousandths) / SCALE
    if unit.startswith("USD"):
        return money(float(value))
    return _fixed(float(value), 1 if unit == "FTE" else 0)


def money(dollars: float) -> str:
    """U.S. dollars, whole.

    >>> money(84_999.5)
    '$85,000'
    """
    text = _fixed(dollars, 0)
    return f"{MINUS}${text.removeprefix(MINUS)}" if text.startswith(MINUS) else f"${text}"


def school_year(ending_year: int) -> str:
    """The ending year as people write a school year.

    >>> school_year(2021), school_year(2000)
    ('2020-21', '1999-00')
    """
    return f"{ending_year - 1}-{ending_year % 100:02d}"
