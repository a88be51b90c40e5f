"""95 % intervals of a difference and a ratio of two rates, or why none may be shown.

**Several schools at each end** are clusters, which lets teachers of one school resemble each other, as they do. The
pooled rate R = sum(n) / sum(d) is a ratio estimator; its variance is
    c sum((n_i - R d_i)^2) / sum(d)^2,  1 / c = 1 - 2 sum(d^3) / (sum(d) sum(d^2)) + sum(d^2) / sum(d)^2,
without bias where people of one school are all alike, and a little too large where they are not; of m schools of one
size c is m / (m - 1). Both ends are independent, so variances of the rates add up for the difference, and var(R) / R^2
add up for the logarithm of the ratio. The quantile is Student's t with Satterthwaite's degrees of freedom, each end
having sum(d)^2 / sum(d^2) - 1 of them. **One school at each end** holds no such spread: people are drawn one by one,
the difference has Newcombe's hybrid of the two Wilson intervals, the ratio the usual variance of its logarithm. All
schools are in the data; the interval reads staffing as one draw of what could have happened.

What may be shown is decided by counts of both ends together, which are nearly the same whatever the difference is
(docs/intervals.md: how often such intervals hold the truth). Sums of squares are whole numbers, so the order of rows
does not matter. Where what is left is less than 1e-12 of sum(n^2), schools count as alike. Sources: Cochran, Sampling
Techniques, 6.3, 9A; Satterthwaite 1946; Newcombe 1998, method 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import SCALE

ALIKE = 1e-12
LEVEL = 0.975
NORMAL = 1.959963984540054  # the quantile of LEVEL
ENDS = ("focal", "reference")
DIGITS = {"difference": 3, "ratio": 2}  # of the ends of intervals that are told
ONE = 1 / SCALE  # person; multiplied by, since Polars divides a frame of one row by a number otherwise than others

FEWEST_UNITS = 6  # at each end, to tell how far they differ
FEWEST_EXPECTED = 10  # people at the smaller end with the outcome, and without it, if both ends had the same rate
UNITS_WITH_ANY = 20  # at the smaller end, if both ends had the same share of them: else most must have some
MOST_OF_TEN = 8


@dataclass(frozen=True)
class Drawn:
    """Who is drawn by chance: of each end the columns _`numerator` and _`denominator` (ten-thousandths of people).
    `alike`: below which part of sum(n^2) what is left of it counts as nothing.
    """

    numerator: str = "numerator"
    denominator: str = "denominator"
    alike: float = ALIKE


PEOPLE = Drawn()


def products(numerator: str = "numerator", denominator: str = "denominator") -> list[pl.Expr]:
    """Of each school, to be summed: nn, nd, dd, ddd as exact Int128; some and others: whether any of its people have
    the outcome, and whether any have not.
    """
    n, d = pl.col(numerator).cast(pl.Int128), pl.col(denominator).cast(pl.Int128)
    counts = [(n > 0).cast(pl.UInt32).alias("some"), (n < d).cast(pl.UInt32).alias("others")]
    return [(n * n).alias("nn"), (n * d).alias("nd"), (d * d).alias("dd"), (d * d * d).alias("ddd"), *counts]


def rate_variance(end: str, drawn: Drawn = PEOPLE) -> pl.Expr:
    """Variance of an end's pooled rate, from its columns _schools, _rate, _denominator, _nn, _nd, _dd,
    _ddd; null where there is none.

    >>> end = {"schools": 2, "rate": 0.15, "denominator": 200, "nn": 500, "nd": 3000, "dd": 20000, "ddd": 2000000}
    >>> round(pl.DataFrame([{f"f_{name}": value for name, value in end.items()}]).select(rate_variance("f")).item(), 6)
    0.0025
    """
    rate, nn, nd, dd, ddd, d = _floats(end, "rate", "nn", "nd", "dd", "ddd", "denominator")
    squares = nn - 2 * rate * nd + rate * rate * dd
    shrunk = d * d - 2 * d * ddd / dd + dd
    return pl.when((pl.col(f"{end}_schools") > 1) & (squares > drawn.alike * nn)).then(squares / shrunk)


def no_interval(drawn: Drawn = PEOPLE) -> pl.Expr:
    """Why no interval may be shown, the first reason that applies; null where one may, and where nothing is compared.

    In: of each end _schools, _some, _others, and the columns of rate_variance and of `drawn`; difference.
    """
    schools = pl.min_horizontal(f"{end}_schools" for end in ENDS).cast(pl.Int64)
    alike = pl.any_horizontal(rate_variance(end, drawn).is_null() for end in ENDS)
    return (
        pl.when(pl.col("difference").is_null())
        .then(None)
        .when(~_is_single() & (schools < FEWEST_UNITS))
        .then(pl.lit(reasons.FEW_UNITS))
        .when(_expected(drawn) < FEWEST_EXPECTED * SCALE)
        .then(pl.lit(reasons.FEW_EXPECTED))
        .when(~_is_single() & ~(_is_spread("some", schools) & _is_spread("others", schools)))
        .then(pl.lit(reasons.IN_FEW_UNITS))
        .when(~_is_single() & alike)
        .then(pl.lit(reasons.UNITS_ALIKE))
    )


def with_intervals(gaps: pl.DataFrame, drawn: Drawn = PEOPLE) -> pl.DataFrame:
    """Add difference_low, difference_high, ratio_low, ratio_high, and interval_reason where there are none though there
    is a difference, to rows with the sums of both ends (no_interval), difference and ratio.

    >>> end = {"schools": 6, "rate": 0.2, "numerator": 240_000, "denominator": 1_200_000, "nn": 10**10}
    >>> end = {**end, "nd": 48 * 10**9, "dd": 24 * 10**10, "ddd": 48 * 10**15, "some": 6, "others": 6}
    >>> row = {f"{side}_{name}": value for side in ("focal", "reference") for name, value in end.items()}
    >>> interval = with_intervals(pl.DataFrame([{**row, "difference": 0.0, "ratio": 1.0}]))
    >>> [round(x, 3) for x in interval.select("difference_low", "difference_high", "ratio_low").row(0)]
    [-0.058, 0.058, 0.75]
    """
    rows = gaps.with_columns(interval_reason=no_interval(drawn)).with_columns(_spread_of_clusters(drawn))
    is_shown = pl.col("difference").is_not_null() & pl.col("interval_reason").is_null()
    rows = rows.with_columns(
        pl.when(is_shown & _is_single()).then(single).when(is_shown).then(clustered).alias(name)
        for name, single, clustered in zip(
            ("_below", "_above", "_log_half"), _of_single_units(drawn), _of_clusters(), strict=True
        )
    )
    half = pl.when(pl.col("ratio") > 0).then("_log_half")
    shown = rows.with_columns(
        difference_low=pl.col("difference") - pl.col("_below"),
        difference_high=pl.col("difference") + pl.col("_above"),
        ratio_low=pl.col("ratio") * (-half).exp(),
        ratio_high=pl.col("ratio") * half.exp(),
    )
    return shown.select(pl.exclude(r"^_.*$"))


def rounded_outward() -> list[pl.Expr]:
    """The ends of intervals to a tenth of a point and a hundredth of a ratio, never inside of where they are; an end
    that is one stays, though a thousand times -0.029 is a little below -29 in floating point.

    >>> ends = {"difference_low": -0.0581, "difference_high": 0.0581, "ratio_low": 0.75, "ratio_high": 1.331}
    >>> pl.DataFrame([ends]).select(rounded_outward()).row(0)
    (-0.059, 0.059, 0.75, 1.34)
    >>> ends = {"difference_low": -0.029, "difference_high": 0.057, "ratio_low": 0.29, "ratio_high": 1.1}
    >>> pl.DataFrame([ends]).select(rounded_outward()).row(0)
    (-0.029, 0.057, 0.29, 1.1)
    """
    found = []
    for name, digits in DIGITS.items():
        low, high = ((pl.col(f"{name}_{end}") * 10**digits).round(9) for end in ("low", "high"))
        ends = {f"{name}_low": low.floor(), f"{name}_high": high.ceil()}
        found += [((end + 0.0) / 10**digits).round(digits).alias(whole) for whole, end in ends.items()]
    return found


def _spread_of_clusters(drawn: Drawn) -> list[pl.Expr]:
    """Standard errors and degrees of freedom of the difference and of the logarithm of the ratio, of clusters."""
    variances = [rate_variance(end, drawn) for end in ENDS]
    relative = [variance / pl.col(f"{end}_rate") ** 2 for variance, end in zip(variances, ENDS, strict=True)]
    return [
        sum(variances, pl.lit(0.0)).sqrt().alias("_error"),
        sum(relative, pl.lit(0.0)).sqrt().alias("_log_error"),
        _freedom(variances).alias("_freedom"),
        _freedom(relative).alias("_log_freedom"),
    ]


def _of_clusters() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """How far the interval reaches below and above the difference, and to both sides of the logarithm of the ratio."""
    reach = _quantile("_freedom") * pl.col("_error")
    return reach, reach, _quantile("_log_freedom") * pl.col("_log_error")


def _of_single_units(drawn: Drawn) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """The same, of one school (or district) at each end."""
    (focal_low, focal_high), (reference_low, reference_high) = (wilson(end, drawn.denominator) for end in ENDS)
    focal, reference = (pl.col(f"{end}_rate") for end in ENDS)
    below = ((focal - focal_low) ** 2 + (reference_high - reference) ** 2).sqrt()
    above = ((focal_high - focal) ** 2 + (reference - reference_low) ** 2).sqrt()
    variance = pl.lit(0.0)
    for end in ENDS:
        n, d = _floats(end, drawn.numerator, drawn.denominator)
        variance = variance + SCALE / n - SCALE / d
    return below, above, NORMAL * variance.sqrt()


def wilson(end: str, people: str = "denominator") -> tuple[pl.Expr, pl.Expr]:
    """Wilson's 95 % interval of the rate of one unit, from its columns _rate and _`people` (ten-thousandths).

    >>> unit = pl.DataFrame({"a_rate": [0.1, 0.0], "a_denominator": 200_000})
    >>> [tuple(round(x, 4) for x in row) for row in unit.select(low=wilson("a")[0], high=wilson("a")[1]).rows()]
    [(0.0279, 0.301), (0.0, 0.1611)]
    """
    rate, drawn = pl.col(f"{end}_rate"), pl.col(f"{end}_{people}").cast(pl.Float64) * ONE
    square = NORMAL * NORMAL / drawn
    half = NORMAL * (rate * (1 - rate) / drawn + square / (4 * drawn)).sqrt()
    middle = rate + square / 2
    return (middle - half) / (1 + square), (middle + half) / (1 + square)


def _is_single() -> pl.Expr:
    return pl.all_horizontal(pl.col(f"{end}_schools") == 1 for end in ENDS)


def _expected(drawn: Drawn) -> pl.Expr:
    """How many people at the smaller end would have the outcome, if both ends had one rate, or would not have it: the
    smaller of the two, in ten-thousandths.
    """
    counted, people = (
        pl.sum_horizontal(pl.col(f"{end}_{name}").cast(pl.Float64) for end in ENDS)
        for name in (drawn.numerator, drawn.denominator)
    )
    smaller = pl.min_horizontal(f"{end}_{drawn.denominator}" for end in ENDS).cast(pl.Float64)
    return smaller * pl.min_horizontal(counted, people - counted) / people


def _is_spread(name: str, smaller: pl.Expr) -> pl.Expr:
    """Whether people of a kind (some, others) are in most schools of both ends, or in many of the smaller end's, if
    both ends had the same share of them.
    """
    found, schools = (
        pl.sum_horizontal(pl.col(f"{end}_{column}").cast(pl.Int64) for end in ENDS) for column in (name, "schools")
    )
    return (found * smaller >= UNITS_WITH_ANY * schools) | (found * 10 >= MOST_OF_TEN * schools)


def _freedom(variances: Sequence[pl.Expr]) -> pl.Expr:
    """Satterthwaite's degrees of freedom of the sum of the variances of both ends."""
    parts = pl.lit(0.0)
    for end, variance in zip(ENDS, variances, strict=True):
        dd, d = _floats(end, "dd", "denominator")
        parts = parts + variance**2 / (d * d / dd - 1)
    return sum(variances, pl.lit(0.0)) ** 2 / parts


def _quantile(freedom: str) -> pl.Expr:
    """Student's t quantile for the degrees of freedom in a column."""
    from scipy.special import stdtrit

    return pl.col(freedom).map_batches(lambda numbers: pl.Series(stdtrit(numbers.to_numpy(), LEVEL)), pl.Float64)


def _floats(end: str, *names: str) -> list[pl.Expr]:
    return [pl.col(f"{end}_{name}").cast(pl.Float64) for name in names]
