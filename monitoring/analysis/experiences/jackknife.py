"""95 % intervals of a ratio of experiences: teachers are drawn, for thousands of experiences may rest on four of them.

Each teacher in turn is left out; how far the logarithm of the ratio moves then tells its variance (delete-one
jackknife):
    var = (J - 1) / J  sum((theta_j - mean)^2),
with the quantile of Student's t of J - 1 degrees of freedom, J the teachers behind both sides. Where fewer than
FEWEST_HAVING have the category, or fewer have it not, or FEWEST_BEHIND stand behind it all, a ratio rests on few
teachers and has no interval; nor where leaving one out leaves no experience to compare. How often such intervals hold
the truth stands in docs/intervals.md. Sources: metrics D3; Efron & Stein 1981; Cameron & Miller 2015.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import stdtrit

from monitoring.analysis import reasons
from monitoring.analysis.intervals import ENDS, LEVEL

from .counts import Whole, starts_of, summed

FEWEST_HAVING = 5  # and without
# Among fewer teachers, who are drawn of one kind and of the other settles too much, and intervals are too wide.
FEWEST_BEHIND = 20
ALIKE = 1e-20  # a variance below it is none
REASONS = (None, reasons.FEW_TEACHERS, reasons.TEACHERS_ALIKE)
SUMS = ("focal_having", "focal_known", "reference_having", "reference_known")
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ratios:
    """Of each place (rows) and comparison (columns): ends of the interval, NaN where there is none; why, as a place in
    REASONS; and how many teachers stand behind both sides, have the category, and have it not; these two also of each
    side (`of_sides`, by side and what).
    """

    low: Numbers
    high: Numbers
    why: NDArray[np.int8]
    teachers: Whole
    having: Whole
    without: Whole
    of_sides: Mapping[str, Whole]


def jackknifed(sums: Sequence[Whole], starts: Whole) -> Ratios:
    """In: SUMS, each with one row a teacher at a place, those of a place together from one of `starts` to the next, and
    one column a comparison.
    """
    focal, of_focal, reference, of_reference = sums
    counted, known = focal + reference, of_focal + of_reference
    flags = (known > 0, counted > 0, counted < known)
    teachers, having, without = (summed(one.astype(np.int32), starts) for one in flags)
    few = (np.minimum(having, without) < FEWEST_HAVING) | (teachers < FEWEST_BEHIND)
    totals = [summed(one, starts) for one in sums]
    variance = _variance(sums, totals, starts, ~few)
    with np.errstate(invalid="ignore", divide="ignore"):
        why = np.where(few | ~np.isfinite(variance), 1, np.where(variance > ALIKE, 0, 2)).astype(np.int8)
        middle, half = _log_ratio(*totals), stdtrit(teachers - 1, LEVEL) * np.sqrt(variance)
        low, high = (np.where(why == 0, np.exp(middle + side * half), np.nan) for side in (-1, 1))
    return Ratios(low, high, why, teachers, having, without, _of_sides(sums, starts))


def _of_sides(sums: Sequence[Whole], starts: Whole) -> dict[str, Whole]:
    pairs = zip(ENDS, (sums[:2], sums[2:]), strict=True)
    flags = {
        f"{side}_teachers_{name}": flag
        for side, (having, known) in pairs
        for name, flag in (("having", having > 0), ("without", having < known))
    }
    return {name: summed(flag.astype(np.int32), starts) for name, flag in flags.items()}


def _variance(sums: Sequence[Whole], totals: Sequence[Whole], starts: Whole, asked: NDArray[np.bool_]) -> Numbers:
    """Of the logarithms, where it is asked for; not finite where somebody leaves nothing to compare."""
    place = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(sums[0])))
    behind = (sums[1] + sums[3] > 0) & asked[place]
    rows, columns = np.nonzero(behind)
    cells = place[rows] * asked.shape[1] + columns
    theta = _log_ratio(*(total.ravel()[cells] - own[rows, columns] for total, own in zip(totals, sums, strict=True)))

    def added(amounts: Numbers | None) -> Numbers:
        found: Numbers = np.bincount(cells, amounts, minlength=asked.size).astype(np.float64)
        return found

    with np.errstate(invalid="ignore", divide="ignore"):
        many = added(None)
        apart = theta - (added(theta) / many)[cells]
        found: Numbers = ((many - 1) / many * added(apart**2)).reshape(asked.shape)
    return found


def _log_ratio(focal: Whole, of_focal: Whole, reference: Whole, of_reference: Whole) -> Numbers:
    """Not finite where there is nothing to compare."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Numbers = np.log(focal / of_focal) - np.log(reference / of_reference)
    return found


def ratio_intervals(teachers: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """In: one row per `key` and teacher, with SUMS, the teacher's experiences on both sides. Out, grain `key`, sorted:
    ratio_low, ratio_high, or interval_reason why there is no interval.

    >>> focal, reference = [9, 0, 8, 0, 7, 6, 9, 0, 0, 0], [4, 0, 3, 0, 5, 3, 4, 0, 0, 0]
    >>> sums = {"focal_having": focal * 2, "reference_having": reference * 2}
    >>> rows = pl.DataFrame({"of": "a", **sums, "focal_known": 10, "reference_known": 10})
    >>> [round(one, 2) for one in ratio_intervals(rows, ["of"]).select("ratio_low", "ratio_high").row(0)]
    [1.75, 2.41]
    """
    rows = teachers.sort(key)
    starts = starts_of(rows.select(key))
    found = jackknifed([rows[name].cast(pl.Int64).to_numpy()[:, None] for name in SUMS], starts)
    ends = {"ratio_low": found.low[:, 0], "ratio_high": found.high[:, 0]}
    why = pl.Series([REASONS[code] for code in found.why[:, 0]], dtype=pl.String)
    told = pl.DataFrame({**ends, "interval_reason": why}).with_columns(pl.col(*ends).fill_nan(None))
    return pl.concat([rows.select(key)[starts.tolist()], told], how="horizontal")
