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

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from monitoring.analysis import reasons
from monitoring.analysis.intervals import ENDS, LEVEL

from .places import Kinds, Met, kinds_of
from .sums import Whole, firsts_of

FEWEST_HAVING = 5  # and without
# Among fewer teachers, who are drawn of one kind and of the other settles too much, and intervals are too wide.
FEWEST_BEHIND = 20
ALIKE = 1e-20  # a variance below it is none
REASONS = (None, reasons.FEW_TEACHERS, reasons.TEACHERS_ALIKE)
Columns = dict[str, NDArray[np.generic]]
Wide = NDArray[np.float64]


def jackknifed(met: Met, kinds: Kinds, window: int, sums: Wide) -> Columns:
    """Of each place (rows), and category and comparison (columns): how many teachers stand behind both sides, have the
    category, and have it not, together and of each side; ends of the interval, NaN where there is none; and why, as a
    place in REASONS. `sums`: of each place, having and known, by side.
    """
    from scipy.special import stdtrit

    from .compiled.teachers import teachers_behind

    behind, once, often = teachers_behind(met, kinds, window)
    teachers = _teachers(behind, once)
    many, *of_kinds = (teachers[name] for name in ("teachers", "teachers_having", "teachers_without"))
    few = (np.minimum(*of_kinds) < FEWEST_HAVING) | (many < FEWEST_BEHIND) | (sums[:, 0] == 0).any(axis=1)
    left_out = LeftOut(met, kinds, window, np.where((~few).any(axis=1), often, 0))
    variance = _variance(left_out, sums, once, many)
    why = np.where(few | ~np.isfinite(variance), 1, np.where(variance > ALIKE, 0, 2)).astype(np.int8)
    low, high = (np.full(why.shape, np.nan) for _ in ENDS)
    is_shown = why == 0
    (focal, reference), (of_focal, of_reference) = np.moveaxis(sums, 0, 2)[..., is_shown]
    middle = np.log(focal / of_focal) - np.log(reference / of_reference)
    half = stdtrit(many[is_shown] - 1, LEVEL) * np.sqrt(variance[is_shown])
    low[is_shown], high[is_shown] = np.exp(middle - half), np.exp(middle + half)
    return {**teachers, "ratio_low": low, "ratio_high": high, "why": why}


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Teachers who are left out in turn, of those met more than once. `often`: by place how many they are; 0 where no
    interval is asked for.
    """

    met: Met
    kinds: Kinds
    window: int
    often: Whole


def _teachers(behind: NDArray[np.int32], once: NDArray[np.int32]) -> dict[str, Whole]:
    """How many, by name; who was met once has what was known or had of one student's side."""
    known, having = np.moveaxis(np.concatenate([once, once.sum(axis=2, keepdims=True)], axis=2), 1, 0)
    behind, have, always = (np.moveaxis(behind, 1, 0) + np.stack([known, having, having])).astype(np.int64)
    found = {f"{side}_teachers_having": have[:, place] for place, side in enumerate(ENDS)}
    without = behind - always
    found |= {f"{side}_teachers_without": without[:, place] for place, side in enumerate(ENDS)}
    return found | {"teachers_having": have[:, 2], "teachers_without": without[:, 2], "teachers": behind[:, 2]}


def _variance(of: LeftOut, sums: Wide, once: NDArray[np.int32], behind: Whole) -> Wide:
    """Of the logarithms, where it is asked for; not finite where somebody leaves nothing to compare."""
    from .compiled.teachers import moved, squares_at

    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        logarithms, places = moved(of.met, of.kinds, of.window, sums, of.often)
        np.log(logarithms, out=logarithms)
        total, squares = squares_at(logarithms, places, of.met.places)
        for many, one in _moved_once(sums, once):
            total += np.where(many > 0, many * one, 0)
            squares += np.where(many > 0, many * one**2, 0)
        found: Wide = (squares - total**2 / behind) * ((behind - 1) / behind)
    return found


def _moved_once(sums: Wide, once: NDArray[np.int32]) -> list[tuple[NDArray[np.int32], Wide]]:
    """How many were met once, and how far the logarithm moves without one of them: by side, and whether having."""
    found = []
    alone = np.log1p(-1 / sums)
    for side, sign in enumerate((-1, 1)):
        known, having = once[:, 0, side], once[:, 1, side]
        without = sign * alone[:, 1, side]
        found += [(known - having, without), (having, without - sign * alone[:, 0, side])]
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
    rows = teachers.sort(key).with_columns(cell=pl.struct(key).rle_id())
    firsts = firsts_of(rows["cell"].to_numpy())
    met = _as_met(rows, len(firsts))
    having, known = (_in_columns(rows, name) for name in ("having", "known"))
    sums = np.add.reduceat(np.stack([having, known], axis=1), firsts).astype(np.float64)
    found = jackknifed(met, kinds_of([1]), 1, sums[..., None])
    ends = {name: found[name][:, 0] for name in ("ratio_low", "ratio_high")}
    why = pl.Series([REASONS[code] for code in found["why"][:, 0]], dtype=pl.String)
    told = pl.DataFrame({**ends, "interval_reason": why}).with_columns(pl.col(*ends).fill_nan(None))
    return pl.concat([rows.select(key)[firsts.tolist()], told], how="horizontal")


def _as_met(rows: pl.DataFrame, places: int) -> Met:
    """Of one category; a teacher's experiences having it, and then the others."""
    having, known = (_in_columns(rows, name) for name in ("having", "known"))
    counts = np.stack([having, known - having], axis=1).reshape(-1, 2)
    there = np.flatnonzero(counts.any(axis=1))
    teacher, is_having = there // 2, there % 2 == 0
    one, place = np.ones(len(there), dtype=np.uint16), rows["cell"].to_numpy().astype(np.int32)[teacher]
    starts = np.append(firsts_of(teacher), len(there))
    many, at = counts[there].sum(axis=1), there.astype(np.int32)
    age = np.zeros(len(there), dtype=np.int8)
    return Met(places, starts, place, age, is_having.astype(np.uint16), one, one, many, at, counts, many[:0])


def _in_columns(rows: pl.DataFrame, name: str) -> Whole:
    return np.stack([rows[f"{side}_{name}"].cast(pl.Int64).to_numpy() for side in ENDS], axis=1)
