"""The report with classes weighed by the teachers' shares of them: a class counts once, however many teach it."""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import SCALE
from monitoring.analysis.intervals import ENDS

from .dese_compat import as_edwin_has_it
from .ratios import is_gap


def counted(report: pl.DataFrame, *, as_edwin: bool = False, is_weighed: bool = False) -> pl.DataFrame:
    """In and out: as `report_of` or `state_of` gives it; with ratios as Edwin has them, or by the teachers' shares."""
    report = as_edwin_has_it(report) if as_edwin else report
    return weighed(report) if is_weighed else report


def weighed(report: pl.DataFrame) -> pl.DataFrame:
    """In and out: as `report_of` gives it, or Edwin has it; out with weighted rates and ratios in the place of the
    others, whether these are a gap, why there is none, and no interval.

    >>> counts = {"focal_weighted_having": 3, "focal_weighted_known": 10, "reference_weighted_having": 1}
    >>> counts |= {"reference_weighted_known": 5, "focal_weighted_rate": 0.3, "reference_weighted_rate": 0.2}
    >>> row = {"category_id": "T_UNQ", **counts, "weighted_ratio": 1.5, "reason": None}
    >>> nothing = dict.fromkeys(("focal_rate", "reference_rate", "ratio", "is_gap", "ratio_low", "ratio_high"))
    >>> frame = pl.DataFrame([row | nothing | {"interval_reason": "few_teachers"}])
    >>> weighed(frame).select("focal_rate", "ratio", "is_gap", "interval_reason").row(0)
    (0.3, 1.5, True, None)
    """
    having = pl.col("reference_weighted_having")
    against = pl.when(having == 0).then(SCALE).otherwise(having)  # Edwin's one experience
    has_ratio = pl.col("weighted_ratio").is_not_null()
    weighs_nothing = pl.col("reason").is_null() & ~has_ratio
    return report.with_columns(
        *(pl.col(f"{side}_weighted_rate").alias(f"{side}_rate") for side in ENDS),
        pl.col("weighted_ratio").alias("ratio"),
        pl.lit(None, pl.Float64).alias("ratio_low"),
        pl.lit(None, pl.Float64).alias("ratio_high"),
        pl.lit(None, pl.String).alias("interval_reason"),
        is_gap=pl.when(has_ratio).then(is_gap("weighted_", against)),
        reason=pl.when(weighs_nothing).then(pl.lit(reasons.REFERENCE_ZERO)).otherwise("reason"),
    )
