"""95 % intervals of a difference and a ratio of two pooled rates, with schools as clusters.

The pooled rate R = sum(n) / sum(d) of m schools is a ratio estimator; its linearized variance is
    m / (m - 1) * sum((n_i - R d_i)^2) / sum(d)^2,
which lets teachers of one school resemble each other, as they do. Both groups are independent, so the variances of the
rates add up for the difference, and var(R) / R^2 add up for the logarithm of the ratio. The quantile is Student's t
with as many degrees of freedom as there are schools less two. All schools are in the data; the interval reads staffing
as one draw of what could have happened.

The sum of squares is expanded into sum(n^2), sum(nd), sum(d^2), which are whole numbers, so the order of rows does not
matter. Where it is less than 1e-12 of sum(n^2), schools count as alike, and a group of like schools (also: none, or
all, or a single school) gives no interval: it holds nothing to measure spread by. Source: Cochran, Sampling Techniques,
6.3 (ratio estimators), 9A (clusters).
"""

from __future__ import annotations

import polars as pl

ALIKE = 1e-12
LEVEL = 0.975


def products(numerator: str = "numerator", denominator: str = "denominator") -> list[pl.Expr]:
    """nn, nd and dd of each school, as exact Int128, to be summed over schools."""
    n, d = pl.col(numerator).cast(pl.Int128), pl.col(denominator).cast(pl.Int128)
    return [(n * n).alias("nn"), (n * d).alias("nd"), (d * d).alias("dd")]


def rate_variance(side: str) -> pl.Expr:
    """Variance of a side's pooled rate, from its columns _schools, _rate, _denominator, _nn, _nd, _dd.

    >>> side = {"schools": 2, "rate": 0.15, "denominator": 200, "nn": 500, "nd": 3000, "dd": 20000}
    >>> round(pl.DataFrame([{f"f_{name}": value for name, value in side.items()}]).select(rate_variance("f")).item(), 6)
    0.0025
    """
    schools, rate = pl.col(f"{side}_schools").cast(pl.Float64), pl.col(f"{side}_rate")
    nn, nd, dd = (pl.col(f"{side}_{name}").cast(pl.Float64) for name in ("nn", "nd", "dd"))
    squares = nn - 2 * rate * nd + rate * rate * dd
    variance = schools / (schools - 1) * squares / pl.col(f"{side}_denominator").cast(pl.Float64) ** 2
    return pl.when((schools >= 2) & (squares > ALIKE * nn)).then(variance)


def with_intervals(gaps: pl.DataFrame) -> pl.DataFrame:
    """Add difference_low, difference_high, ratio_low, ratio_high to rows with both sides' sums, difference and ratio.

    >>> side = {"schools": 2, "rate": 0.15, "denominator": 200, "nn": 500, "nd": 3000, "dd": 20000}
    >>> row = {f"{s}_{k}": v for s in ("focal", "reference") for k, v in side.items()}
    >>> interval = with_intervals(pl.DataFrame([{**row, "difference": 0.0, "ratio": 1.0}]))
    >>> [round(x, 3) for x in interval.select("difference_low", "difference_high").row(0)]
    [-0.304, 0.304]
    """
    focal, reference = rate_variance("focal"), rate_variance("reference")
    relative = focal / pl.col("focal_rate") ** 2 + reference / pl.col("reference_rate") ** 2
    freedom = pl.col("focal_schools").cast(pl.Int64) + pl.col("reference_schools").cast(pl.Int64) - 2
    half = gaps.with_columns(_freedom=freedom).join(_quantiles(gaps.select(f=freedom)["f"]), on="_freedom", how="left")
    half = half.with_columns(
        _half=pl.col("_quantile") * (focal + reference).sqrt(), _log_half=pl.col("_quantile") * relative.sqrt()
    )
    return half.with_columns(
        difference_low=pl.col("difference") - pl.col("_half"),
        difference_high=pl.col("difference") + pl.col("_half"),
        ratio_low=pl.col("ratio") * (-pl.col("_log_half")).exp(),
        ratio_high=pl.col("ratio") * pl.col("_log_half").exp(),
    ).drop("_freedom", "_quantile", "_half", "_log_half")


def _quantiles(freedom: pl.Series) -> pl.DataFrame:
    """Student's t quantile for each number of degrees of freedom that occurs; none below two (each side needs two
    schools).
    """
    from scipy.special import stdtrit

    distinct = freedom.drop_nulls().unique().sort()
    distinct = distinct.filter(distinct >= 2)
    quantiles = [float(stdtrit(number, LEVEL)) for number in distinct.to_list()]
    return pl.DataFrame({"_freedom": distinct, "_quantile": pl.Series(quantiles, dtype=pl.Float64)})
