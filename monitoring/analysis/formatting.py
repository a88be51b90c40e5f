"""The one formatter: every number people see is rounded here and nowhere else. Halves are rounded away from zero."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import groupby

MINUS = "\u2212"


def _rounded(value: Decimal, places: int) -> Decimal:
    """The one place where a number is rounded; adding zero turns minus zero into zero."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def _exact(number: float) -> Decimal:
    """The decimal that a floating-point number stands for; the noise of one subtraction lies beyond fifteen digits."""
    return Decimal(f"{number:.15g}")


def plain(number: Decimal) -> str:
    """Thousands separated, with a true minus sign."""
    text = f"{abs(number):,}"
    return MINUS + text if number < 0 else text


def per_hundred(rate: float) -> Decimal:
    """A rate in percent (a difference in percentage points), rounded to one decimal.

    >>> per_hundred(23 / 80), per_hundred(-0.0312), per_hundred(0.2875 - 0.1), per_hundred(-0.0001)
    (Decimal('28.8'), Decimal('-3.1'), Decimal('18.8'), Decimal('0.0'))
    """
    return _rounded(_exact(rate) * 100, 1)


def percent(rate: float) -> str:
    """A rate (0..1) as a percentage with one decimal.

    >>> percent(0.12345), percent(0.0004), percent(1.0)
    ('12.3%', '0.0%', '100.0%')
    """
    return f"{plain(per_hundred(rate))}%"


def share(percentage: float) -> str:
    """A share kept in percent (0..100), with one decimal.

    >>> share(28.75)
    '28.8%'
    """
    return f"{plain(_rounded(_exact(percentage), 1))}%"


def points(difference: float) -> str:
    """A difference of two rates, in percentage points with one decimal.

    >>> points(0.1166), points(-0.0312), points(0.01)
    ('11.7 points', '−3.1 points', '1.0 point')
    """
    number = per_hundred(difference)
    return f"{plain(number)} {'point' if abs(number) == 1 else 'points'}"


def fine_points(difference: float) -> str:
    """What one of many adds to a difference, in percentage points with two decimals.

    >>> fine_points(0.00116), fine_points(-0.0312)
    ('0.12 points', '−3.12 points')
    """
    return f"{plain(_rounded(_exact(difference) * 100, 2))} points"


def parts_per_hundred(parts: Sequence[float], whole: Decimal) -> list[Decimal]:
    """The parts of a difference in percentage points, each rounded up or down to one decimal so that they add up to the
    whole as it is shown: up those that have most beyond their tenth (largest remainder), of equal ones the largest, of
    these the first. Nothing changes its sign, no part is shown above a larger one, and what is exact stays, save where
    all are: then a whole a tenth off is that of the part that goes furthest its way.

    `whole`: the sum of the parts in points, rounded up or down to one decimal, or the difference of two ends so rounded
    (of halves on both sides of zero it is a tenth more than the sum). Raises ValueError for another.

    >>> [str(part) for part in parts_per_hundred([0.0144, 0.0144, 0.0144], per_hundred(0.0432))]
    ['1.5', '1.4', '1.4']
    >>> [str(part) for part in parts_per_hundred([0.0424, -0.0004, 0.0], per_hundred(0.042))]
    ['4.2', '0.0', '0.0']
    >>> [str(part) for part in parts_per_hundred([0.0, -0.085], per_hundred(-0.0425) - per_hundred(0.0425))]
    ['0.0', '-8.6']
    """
    tenth, noise = Decimal("0.1"), Decimal("1e-6")
    exact = [_rounded(_exact(part) * 100, 9) for part in parts]
    if abs(whole - sum(exact)) > tenth + noise:
        raise ValueError(f"{parts} do not add up to {whole} points")
    shown = [one.quantize(tenth, rounding=ROUND_FLOOR) + 0 for one in exact]
    left = int((whole - sum(shown)) / tenth)
    way = 1 if left > 0 else -1
    for _ in range(abs(left)):
        furthest = max(range(len(parts)), key=lambda place: (way * (exact[place] - shown[place]), way * exact[place]))
        shown[furthest] += way * tenth
    return shown


def ratio(value: float) -> str:
    """A ratio of two rates, with two decimals.

    >>> ratio(1.916), ratio(0.995)
    ('1.92', '1.00')
    """
    return plain(_rounded(_exact(value), 2))


def count(number: float | Decimal) -> str:
    """A number of people or things, whole, with thousands separated.

    >>> count(1840), count(-12)
    ('1,840', '−12')
    """
    return plain(_rounded(number if isinstance(number, Decimal) else _exact(number), 0))


def count_range(low: float | Decimal, high: float | Decimal) -> str:
    """The smallest and the largest of several numbers, or the one that all are.

    >>> count_range(412, 1431), count_range(412, 412)
    ('412–1,431', '412')
    """
    return count(low) if count(low) == count(high) else f"{count(low)}–{count(high)}"


def amount(number: float | Decimal, unit: str) -> str:
    """People in the unit of their measure: full-time equivalents with one decimal, everything else whole.

    >>> amount(1.25, "FTE"), amount(1840, "FTE"), amount(1840, "HEADCOUNT")
    ('1.3', '1,840.0', '1,840')
    """
    if unit != "FTE":
        return count(number)
    return plain(_rounded(number if isinstance(number, Decimal) else _exact(number), 1))


def quantile(number: float) -> str:
    """A median or quartile of whole numbers, with one decimal where it lies between two of them.

    >>> quantile(3.0), quantile(1437.25)
    ('3', '1,437.3')
    """
    return count(number) if number == int(number) else plain(_rounded(_exact(number), 1))


def fte(number: float) -> str:
    """Full-time equivalents of one person, with two decimals.

    >>> fte(1.25), fte(0.8)
    ('1.25', '0.80')
    """
    return plain(_rounded(_exact(number), 2))


def duration(seconds: float) -> str:
    """How long something took, in the unit that people would say it in.

    >>> duration(0.84), duration(12.4), duration(200)
    ('0.8 s', '12 s', '3.3 min')
    """
    if seconds < 60:
        return f"{plain(_rounded(_exact(seconds), 1 if seconds < 10 else 0))} s"
    return f"{plain(_rounded(_exact(seconds / 60), 1))} min"


def money(dollars: float) -> str:
    """U.S. dollars, whole.

    >>> money(84_999.5)
    '$85,000'
    """
    text = count(dollars)
    return f"{MINUS}${text.removeprefix(MINUS)}" if text.startswith(MINUS) else f"${text}"


def decimals(unit: str) -> int:
    """How many a figure of a unit is rounded to where it is shown: dollars none, scores two, the rest one.

    >>> [decimals(unit) for unit in ("USD_MEAN", "FTE", "SCORE_MEAN")]
    [0, 1, 2]
    """
    return {"USD_MEAN": 0, "SCORE_MEAN": 2}.get(unit, 1)


def figure(rate: float, unit: str) -> str:
    """A figure by the unit of its measure: a mean as dollars, or as a number with one decimal (of scores two), and
    everything else as a percentage.

    >>> figure(84_999.5, "USD_MEAN"), figure(9.26, "DAYS_MEAN"), figure(-0.126, "SCORE_MEAN"), figure(0.046, "DAYS")
    ('$85,000', '9.3', '−0.13', '4.6%')
    """
    if unit == "USD_MEAN":
        return money(rate)
    if unit.endswith("_MEAN"):
        return plain(_rounded(_exact(rate), decimals(unit)))
    return percent(rate)


GRADES = ("PK", "K", *(str(number) for number in range(1, 13)))


def grades(served: str) -> str:
    """Grades as reports list them, in runs; a text that is no such list stays as it is.

    >>> grades("PK,K,01,02"), grades("PK,01,02,05,SP"), grades("09"), grades("Ungraded")
    ('PK–2', 'PK, 1–2, 5, SP', '9', 'Ungraded')
    """
    names = [name.strip().upper().lstrip("0") for name in served.split(",")]
    others = [name for name in names if name not in GRADES]
    if set(others) - {"SP"}:
        return served
    places = sorted(GRADES.index(name) for name in set(names) - {"SP"})
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])]
    shown = [GRADES[run[0]] if len(run) == 1 else f"{GRADES[run[0]]}–{GRADES[run[-1]]}" for run in runs]
    return ", ".join([*shown, *others[:1]])


def school_year(ending_year: int) -> str:
    """The ending year as people write a school year.

    >>> school_year(2021), school_year(2000)
    ('2020-21', '1999-00')
    """
    return f"{ending_year - 1}-{ending_year % 100:02d}"


def school_years(ending_years: Sequence[int]) -> str:
    """School years in words.

    >>> school_years([2021]), school_years([2019, 2020, 2021]), school_years([2019, 2021])
    ('2020-21', '2018-19 to 2020-21', '2018-19 and 2020-21')
    """
    years = sorted(ending_years)
    shown = [school_year(year) for year in years]
    if len(shown) > 2 and years == list(range(years[0], years[-1] + 1)):
        return f"{shown[0]} to {shown[-1]}"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
