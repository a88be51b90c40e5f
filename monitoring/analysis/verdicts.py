"""Verdicts: what a comparison lets be said of the adverse outcome, by one rule for every row, and the words for it.

In this order: too few to say, clearly higher, clearly lower, about the same, cannot tell. An interval without zero is
clearly higher or lower however small the difference is; the sentence then says how small.
"""

from __future__ import annotations

import polars as pl

from monitoring.analysis.amounts import SCALE
from monitoring.analysis.intervals import ENDS, PEOPLE, Drawn
from monitoring.analysis.measure import Measure

HIGHER, LOWER, SAME, CANNOT_TELL, TOO_FEW = "higher", "lower", "same", "cannot_tell", "too_few"
VERDICTS: dict[str, str] = {
    HIGHER: "clearly higher",
    LOWER: "clearly lower",
    SAME: "about the same",
    CANNOT_TELL: "cannot tell",
    TOO_FEW: "too few to say",
}

_TURNED = {HIGHER: LOWER, LOWER: HIGHER}

NEAR = 0.02  # two points: a difference that is nowhere larger counts as none
FEWEST_COUNTED = 10  # people with the adverse outcome in the focal units
FEWEST_PEOPLE = 30  # people altogether, at each end


def verdict(drawn: Drawn = PEOPLE) -> pl.Expr:
    """The verdict of each row of compute_gaps; null where there is no difference.

    In: difference, difference_low, difference_high (0..1, null where no interval may be shown), focal_numerator,
    focal_denominator, reference_denominator (ten-thousandths), or those of `drawn`. Source: metrics D4 (smallest sizes
    of a signal).

    >>> rows = {"difference": 0.03, "difference_low": [0.01, -0.05, -0.01, -0.01, None]}
    >>> rows = {**rows, "difference_high": [0.05, -0.01, 0.02, 0.05, None], "focal_numerator": 100_000}
    >>> gaps = pl.DataFrame({**rows, "focal_denominator": 300_000, "reference_denominator": 300_000})
    >>> gaps.select(verdict())["verdict"].to_list()
    ['higher', 'lower', 'same', 'cannot_tell', 'too_few']
    """
    low, high = pl.col("difference_low"), pl.col("difference_high")
    return (
        pl.when(pl.col("difference").is_null())
        .then(None)
        .when(low.is_null() | is_small(drawn))
        .then(pl.lit(TOO_FEW))
        .when(low > 0)
        .then(pl.lit(HIGHER))
        .when(high < 0)
        .then(pl.lit(LOWER))
        .when((low >= -NEAR) & (high <= NEAR))
        .then(pl.lit(SAME))
        .otherwise(pl.lit(CANNOT_TELL))
        .alias("verdict")
    )


def verdict_words(code: str, measure: Measure) -> str:
    """A verdict in words that fit the rates shown: of a favorable share, more with the adverse outcome is a lower rate.

    >>> from monitoring.analysis.measures import MEASURES
    >>> verdict_words("higher", MEASURES["T_TURN"]), verdict_words("higher", MEASURES["T_SATIS"])
    ('clearly higher', 'clearly lower')
    """
    return VERDICTS.get(_TURNED.get(code, code) if measure.is_favorable else code, "")


def is_small(drawn: Drawn = PEOPLE) -> pl.Expr:
    """Whether either end has too few people, or the focal end too few with the adverse outcome, to say anything."""
    people = pl.min_horizontal(f"{end}_{drawn.denominator}" for end in ENDS)
    return (pl.col(f"focal_{drawn.numerator}") < FEWEST_COUNTED * SCALE) | (people < FEWEST_PEOPLE * SCALE)


def is_within_two_points(low: float | None, high: float | None) -> bool:
    """Whether a whole interval lies within two points of zero.

    >>> is_within_two_points(0.005, 0.02), is_within_two_points(0.005, 0.021), is_within_two_points(None, None)
    (True, False, False)
    """
    return low is not None and high is not None and low >= -NEAR and high <= NEAR
