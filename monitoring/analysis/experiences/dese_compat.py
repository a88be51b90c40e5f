"""The ratio as Edwin gives it where the reference has no experience of a category: it is taken to have one.

Never mixed with the report's own, in which such a ratio is not computed; for who compares figures with the state's
system. Source: metrics D3, AN (unverified).
"""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import SCALE

from .ratios import is_gap


def as_edwin_has_it(report: pl.DataFrame) -> pl.DataFrame:
    """In and out: as `report_of` or `state_of` gives it; such rows with ratios, whether these are a gap, and, where the
    others have one, no interval.

    >>> counts = {"focal_having": 6, "focal_known": 16, "reference_having": 0, "reference_known": 4}
    >>> counts |= {"focal_weighted_having": 60_000, "focal_weighted_known": 160_000, "reference_weighted_known": 40_000}
    >>> nothing = {"ratio": None, "weighted_ratio": None, "is_gap": None, "interval_reason": None}
    >>> row = {"category_id": "T_UNQ", **counts, **nothing, "reason": "reference_zero"}
    >>> as_edwin_has_it(pl.DataFrame([row])).select("ratio", "is_gap", "reason", "interval_reason").row(0)
    (1.5, True, None, 'few_teachers')
    """
    has_none = pl.col("reason") == reasons.REFERENCE_ZERO
    instead = {
        "ratio": _ratio("", 1),
        "weighted_ratio": _ratio("weighted_", SCALE),
        "is_gap": is_gap(against=pl.lit(1)),
        "interval_reason": pl.lit(reasons.FEW_TEACHERS),
        "reason": pl.lit(None, pl.String),
    }
    return report.with_columns(
        pl.when(has_none.fill_null(False)).then(one).otherwise(name).alias(name)
        for name, one in instead.items()
        if name in report.columns
    )


def _ratio(weight: str, least: int) -> pl.Expr:
    rate = pl.col(f"focal_{weight}having") / pl.col(f"focal_{weight}known")
    return rate / (least / pl.col(f"reference_{weight}known"))
