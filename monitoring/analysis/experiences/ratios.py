"""Rates of both sides, their ratio, and whether it is a gap: of whole numbers, with one division at the end."""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import rate
from monitoring.analysis.intervals import ENDS
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.missing import is_incomplete

from .classes import CATEGORIES

GAP = (3, 2)  # a ratio of so much is a gap: 1.5
FAVORABLE = [one.id for one in CATEGORIES if MEASURES[one.id].is_favorable]
WEIGHTS = ("", "weighted_")


def with_ratios(rows: pl.DataFrame) -> pl.DataFrame:
    """With rates, ratios, and reasons why there are none: also where of more than a fifth of a side's experiences it is
    not known whether the teacher is of the category. What is known may then be known because it is so.
    """
    rates = {
        f"{side}_{weight}rate": pl.when(~_lacks(side)).then(rate(f"{side}_{weight}having", f"{side}_{weight}known"))
        for side in ENDS
        for weight in WEIGHTS
    }
    rows = rows.with_columns(reason=_reason(), **rates)
    has_ratio = pl.col("reason").is_null()
    return rows.with_columns(
        pl.when(has_ratio).then("interval_reason").alias("interval_reason"),
        *(pl.when(has_ratio).then(_ratio(weight)).alias(f"{weight}ratio") for weight in WEIGHTS),
        is_gap=pl.when(has_ratio).then(is_gap()),
    )


def _reason() -> pl.Expr:
    return (
        pl.when((pl.col("focal_known") == 0) | (pl.col("reference_known") == 0))
        .then(pl.lit(reasons.ZERO_DENOMINATOR))
        .when(pl.any_horizontal(_lacks(side) for side in ENDS))
        .then(pl.lit(reasons.TOO_MANY_MISSING))
        .when(pl.col("reference_having") == 0)
        .then(pl.lit(reasons.REFERENCE_ZERO))
    )


def _lacks(side: str) -> pl.Expr:
    known = pl.col(f"{side}_known")
    return is_incomplete(known, pl.col(f"{side}_asked") - known)


def _ratio(weight: str) -> pl.Expr:
    """Null where all that the reference has of it weighs nothing."""
    focal = pl.col(f"focal_{weight}having") / pl.col(f"focal_{weight}known")
    against = pl.col(f"reference_{weight}having")
    return pl.when(against > 0).then(focal / (against / pl.col(f"reference_{weight}known")))


def is_gap(weight: str = "", against: pl.Expr | None = None) -> pl.Expr:
    """Whether the rate of the group is the state's GAP times that of the others or more; null of what is good to meet,
    of which more is no gap. Whole numbers on both sides, so that no rounding decides. `against`: what the others have,
    where it is not as counted.
    """
    many, few = GAP
    others = pl.col(f"reference_{weight}having") if against is None else against
    left = few * pl.col(f"focal_{weight}having").cast(pl.Int128) * pl.col(f"reference_{weight}known")
    right = many * others.cast(pl.Int128) * pl.col(f"focal_{weight}known")
    return pl.when(~pl.col("category_id").is_in(FAVORABLE)).then(left >= right)
