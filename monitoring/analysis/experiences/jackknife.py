"""95 % intervals of a ratio of experiences: teachers are drawn, for thousands of experiences may rest on four of them.

Each teacher in turn is left out; how far the logarithm of the ratio moves then tells its variance (delete-one
jackknife):
    var = (J - 1) / J  sum((theta_j - mean)^2),
with the quantile of Student's t of J - 1 degrees of freedom, J the teachers behind both sides. Where fewer than
FEWEST_TEACHERS have the category, or fewer have it not, or FEWEST_BEHIND stand behind it all, a ratio rests on few
teachers and has no interval; nor where leaving one out leaves no experience to compare. How often such intervals hold
the truth stands in docs/intervals.md.
Sources: metrics D3; Efron & Stein 1981; Cameron & Miller 2015.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.intervals import student_quantile

FEWEST_TEACHERS = 5
FEWEST_BEHIND = (
    20  # among fewer, who are drawn of one kind and of the other settles too much, and intervals are too wide
)
_SUMS = ("focal_having", "focal_known", "reference_having", "reference_known")


def ratio_intervals(teachers: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """In: one row per `key` and teacher, with the teacher's experiences on both sides: focal_having, focal_known,
    reference_having, reference_known (whole numbers). Out, grain `key`: ratio_low, ratio_high, or interval_reason why
    there is no interval.

    >>> focal, reference = [9, 0, 8, 0, 7, 6, 9, 0, 0, 0], [4, 0, 3, 0, 5, 3, 4, 0, 0, 0]
    >>> sums = {"focal_having": focal * 2, "reference_having": reference * 2}
    >>> rows = pl.DataFrame({"of": "a", **sums, "focal_known": 10, "reference_known": 10})
    >>> [round(one, 2) for one in ratio_intervals(rows, ["of"]).select("ratio_low", "ratio_high").row(0)]
    [1.75, 2.41]
    """
    rows = teachers.filter(pl.col("focal_known") + pl.col("reference_known") > 0)
    left = [(pl.col(name).sum().over(key) - pl.col(name)).cast(pl.Float64).alias(f"left_{name}") for name in _SUMS]
    rows = rows.with_columns(left).with_columns(_theta=_log_ratio("left_"))
    counted = pl.col("focal_having") + pl.col("reference_having")
    known = pl.col("focal_known") + pl.col("reference_known")
    many, theta = pl.len().cast(pl.Float64), pl.col("_theta")
    found = rows.group_by(key).agg(
        *(pl.col(name).sum().cast(pl.Float64).alias(f"left_{name}") for name in _SUMS),
        _having=(counted > 0).sum(),
        _without=(counted < known).sum(),
        _freedom=many - 1,
        _variance=(many - 1) / many * ((theta - theta.mean()) ** 2).sum(),
        _is_fine=theta.is_finite().all(),
    )
    found = found.with_columns(interval_reason=_reason(), _middle=_log_ratio("left_"))
    half = student_quantile("_freedom") * pl.col("_variance").sqrt()
    is_shown = pl.col("interval_reason").is_null()
    low, high = ((pl.col("_middle") + side * half).exp() for side in (-1, 1))
    return found.select(
        *key,
        ratio_low=pl.when(is_shown).then(low),
        ratio_high=pl.when(is_shown).then(high),
        interval_reason="interval_reason",
    )


def _log_ratio(prefix: str) -> pl.Expr:
    having, known, of_others, of_them = (pl.col(f"{prefix}{name}") for name in _SUMS)
    return (having / known).log() - (of_others / of_them).log()


def _reason() -> pl.Expr:
    few = (pl.min_horizontal("_having", "_without") < FEWEST_TEACHERS) | (pl.col("_freedom") + 1 < FEWEST_BEHIND)
    return (
        pl.when(few | ~pl.col("_is_fine"))
        .then(pl.lit(reasons.FEW_TEACHERS))
        .when(pl.col("_variance") <= 0)
        .then(pl.lit(reasons.UNITS_ALIKE))
    )
