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

from .cohort import Sides
from .sums import Numbers, Whole, added, ends_of, firsts_of

FEWEST_HAVING = 5  # and without
# Among fewer teachers, who are drawn of one kind and of the other settles too much, and intervals are too wide.
FEWEST_BEHIND = 20
ROWS_AT_ONCE = 1_500  # so many stay near the processor
ALIKE = 1e-20  # a variance below it is none
REASONS = (None, reasons.FEW_TEACHERS, reasons.TEACHERS_ALIKE)
SUMS = ("focal_having", "focal_known", "reference_having", "reference_known")
Columns = dict[str, NDArray[np.generic]]
Wide = NDArray[np.float64]
ONE_COMPARISON = Sides(np.empty((0, 3), dtype=np.float32), np.array([0]), np.array([0]))


@dataclass(frozen=True, eq=False)
class OfTeachers:
    """Experiences with teachers at places. Grain: place (`cell`, ascending, of so many `cells`) and teacher, of those
    of whom something is `known`, in the columns of `sides`. `rows`: which of them have the category, and then how often
    (`having`). Many are met once by the students of a place: they are alike but for the student's side, and only how
    many they are stands beside each place (`once_known`, `once_having`).
    """

    sides: Sides
    cells: int
    cell: Whole
    known: Numbers
    rows: Whole
    having: Numbers
    once_known: Numbers
    once_having: Numbers


def jackknifed(of: OfTeachers) -> Columns:
    """Of each place (rows) and comparison (columns): SUMS; how many teachers stand behind both sides, have the
    category, and have it not, together and of each side; ends of the interval, NaN where there is none; and why, as a
    place in REASONS.
    """
    from scipy.special import stdtrit

    ends, ends_having = ends_of(of.cell, of.cells), ends_of(of.cell[of.rows], of.cells)
    having, known = added(of.having, ends_having) + of.once_having, added(of.known, ends) + of.once_known
    sums = _named("{}_having", of, having) | _named("{}_known", of, known)
    teachers = _teachers(of, ends, ends_having)
    behind, *of_kinds = (teachers[name] for name in ("teachers", "teachers_having", "teachers_without"))
    few = (np.minimum(*of_kinds) < FEWEST_HAVING) | (behind < FEWEST_BEHIND)
    few |= np.minimum(sums["focal_having"], sums["reference_having"]) == 0
    variance = _variance(of, sums, behind, ~few)
    why = np.where(few | ~np.isfinite(variance), 1, np.where(variance > ALIKE, 0, 2)).astype(np.int8)
    low, high = (np.full(why.shape, np.nan) for _ in ENDS)
    is_shown = why == 0
    middle = _log_ratio(*(sums[name][is_shown] for name in SUMS))
    half = stdtrit(behind[is_shown] - 1, LEVEL) * np.sqrt(variance[is_shown])
    low[is_shown], high[is_shown] = np.exp(middle - half), np.exp(middle + half)
    whole = {name: one.astype(np.int64) for name, one in (sums | teachers).items() if not name.startswith("both")}
    return {**whole, "ratio_low": low, "ratio_high": high, "why": why}


def _named(name: str, of: OfTeachers, amounts: Numbers) -> dict[str, Wide]:
    """Of both sides, and of both together."""
    apart = of.sides.apart(amounts.astype(np.float64))
    return {name.format(side): one for side, one in zip((*ENDS, "both"), apart, strict=True)}


def _teachers(of: OfTeachers, ends: Whole, ends_having: Whole) -> dict[str, Wide]:
    """How many, by name."""
    one = of.known.dtype.type(1)
    behind = added(np.minimum(of.known, one), ends) + of.once_known
    have = added(np.minimum(of.having, one), ends_having) + of.once_having
    is_always = (of.having > 0) & (of.having == of.known[of.rows])
    always = added(is_always.astype(of.known.dtype), ends_having) + of.once_having
    found = _named("{}_teachers_having", of, have) | _named("{}_teachers_without", of, behind - always)
    for name in ("teachers_having", "teachers_without"):
        found[name] = found.pop(f"both_{name}")
    return found | {"teachers": of.sides.apart(behind.astype(np.float64))[2]}


def _variance(of: OfTeachers, sums: dict[str, Wide], behind: Wide, asked: NDArray[np.bool_]) -> Wide:
    """Of the logarithms, where it is asked for; not finite where somebody leaves nothing to compare."""
    is_asked: NDArray[np.bool_] = np.any(asked, axis=1)
    rows, having = np.flatnonzero(is_asked[of.cell]), np.flatnonzero(is_asked[of.cell[of.rows]])
    at = of.rows[having]
    ends = ends_of(of.cell[rows], of.cells)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        apart = _moved(of, sums, "known", of.cell[rows], of.known, rows)
        apart[np.searchsorted(rows, at)] /= _moved(of, sums, "having", of.cell[at], of.having, having)
        np.log(apart, out=apart)
        total = added(apart, ends)
        squares = added(np.square(apart, out=apart), ends)
        for many, moved in _moved_once(of, sums):
            total += np.where(many > 0, many * moved, 0)
            squares += np.where(many > 0, many * moved**2, 0)
        found: Wide = (squares - total**2 / behind) * ((behind - 1) / behind)
    return found


def _moved_once(of: OfTeachers, sums: dict[str, Wide]) -> list[tuple[Wide, Wide]]:
    """How many were met once, and how far the logarithm moves without one of them: by side, and whether having."""
    found = []
    once = _named("{}_known", of, of.once_known) | _named("{}_having", of, of.once_having)
    for side, sign in zip(ENDS, (-1, 1), strict=True):
        known, having = once[f"{side}_known"], once[f"{side}_having"]
        without = sign * np.log1p(-1 / sums[f"{side}_known"])
        found += [(known - having, without), (having, without - sign * np.log1p(-1 / sums[f"{side}_having"]))]
    return found


def _moved(of: OfTeachers, sums: dict[str, Wide], name: str, at: Whole, own: Numbers, rows: Whole) -> Wide:
    """By how much reference / focal is another without each teacher (`rows` of `own`, at cells): 1 exactly where the
    teacher adds nothing.
    """
    focal, reference, many = sums[f"focal_{name}"], sums[f"reference_{name}"], of.sides.many
    whole, ratio = np.concatenate([focal, reference], axis=1), reference / focal
    found = np.empty((len(rows), many))
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = slice(start, start + ROWS_AT_ONCE)
        left = np.take(whole, at[some], axis=0)
        left -= np.take(own, rows[some], axis=0)[:, : 2 * many]
        np.divide(left[:, many:], left[:, :many], out=found[some])
        found[some] /= np.take(ratio, at[some], axis=0)
    return found


def _log_ratio(focal: Wide, of_focal: Wide, reference: Wide, of_reference: Wide) -> Wide:
    found: Wide = np.log(focal / of_focal) - np.log(reference / of_reference)
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
    cell = rows["cell"].to_numpy().astype(np.int64)
    firsts = firsts_of(cell)
    having, known = (_in_columns(rows, name) for name in ("having", "known"))
    nobody = np.zeros((len(firsts), 3))
    of = OfTeachers(ONE_COMPARISON, len(firsts), cell, known, np.arange(len(cell)), having, nobody, nobody)
    found = jackknifed(of)
    ends = {"ratio_low": found["ratio_low"][:, 0], "ratio_high": found["ratio_high"][:, 0]}
    why = pl.Series([REASONS[code] for code in found["why"][:, 0]], dtype=pl.String)
    told = pl.DataFrame({**ends, "interval_reason": why}).with_columns(pl.col(*ends).fill_nan(None))
    return pl.concat([rows.select(key)[firsts.tolist()], told], how="horizontal")


def _in_columns(rows: pl.DataFrame, name: str) -> Wide:
    focal, reference = (rows[f"{side}_{name}"].cast(pl.Float64).to_numpy() for side in ENDS)
    return np.stack([focal, reference, focal + reference], axis=1)
