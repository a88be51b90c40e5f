"""Where a gap comes from: how much lies between districts, between schools of one district, between classes of one
school, and within the smallest of these units. Source: metrics D6, whose experiences are those of D3.

**Once.** Of the group's experiences (f) and those of all other students (r) with something known of their teacher, p is
the share that has it, and G = p_f - p_r the gap. Over units u, with w_uf = D_uf / D_f the share of the group's
experiences that are in u, w_ur likewise of the others', and p_u the rate of both groups together:
    between = sum (w_uf - w_ur) p_u            within = sum w_uf (p_uf - p_u) - w_ur (p_ur - p_u)
**What a unit adds** to what is between is measured from the rate p of all that it is one of: (w_uf - w_ur) (p_u - p).
Shares add up to one on both sides, so that p falls out of the sum; and a unit adds something only where the group is
there more or less often than others are and its rate is another than that of all.
**Twice.** Within district d, p_df - p_d = (1 - a) G_d and p_dr - p_d = -a G_d, with a = D_df / D_d. So what is within
it is k G_d, its own gap times k = w_df (1 - a) + w_dr a; none where only one side is there. G_d is split in turn, over
the district's schools s, and k times its parts come to
    between schools of one district = sum (w_sf - w_sr) (p_s - p_d)
    within schools = sum w_sf (p_sf - p_s) - w_sr (p_sr - p_s)
with w the shares of all the state's experiences again: each rate is measured from that of the next larger unit, and
nothing else is another. So it is with courses of one school, and classes of one course.

Rates, shares and parts are shares of experiences (0..1). They say where a gap lies, not why. Of a category that it is
good to have, the caller counts those without it.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import rate
from monitoring.analysis.bands import FOCAL, REFERENCE

SIDES = (FOCAL, REFERENCE)
DISTRICT, SCHOOL, COURSE, CLASS = "district_code", "org_code", "course_id", "class_id"
UNITS = {DISTRICT: "districts", SCHOOL: "schools", COURSE: "courses", CLASS: "classes"}  # from the largest
STATEWIDE, OF_ONE_DISTRICT = (DISTRICT, SCHOOL), (SCHOOL,)

_AMOUNTS = tuple(f"{side}_{name}" for side in SIDES for name in ("numerator", "denominator"))
# Parts are added up as whole numbers of this fraction, so that rows in any order give the same bytes. What units add
# to one part is at most 2 in all, which leaves a fourth of the largest Int64.
_FINE = 10**18


def parts_of(units: Sequence[str] = STATEWIDE) -> tuple[str, ...]:
    """The parts that make up the gap: what is between the units of each level, and what is within the smallest.

    >>> parts_of(), parts_of(OF_ONE_DISTRICT)
    (('between_districts', 'between_schools', 'within_schools'), ('between_schools', 'within_schools'))
    """
    return (*(f"between_{UNITS[unit]}" for unit in units), f"within_{UNITS[units[-1]]}")


def decompose(rows: pl.DataFrame, keys: Sequence[str], units: Sequence[str] = STATEWIDE) -> pl.DataFrame:
    """Split the gap of every key into parts that add up to it.

    In: one row or several per `keys`, `units` (columns of UNITS, from the largest; a class is told apart within its
    school, null is one unit) and side (focal, reference): numerator (experiences with the category) and denominator
    (experiences with it known), both integers. Out: one row per `keys`, sorted: of each side _numerator, _denominator,
    _rate and the _reason why there is none; gap; of each level between_ and within_, of which parts_of add up to the
    gap, and within_ of a level is between_ and within_ of the next; reason, why there is no gap.

    >>> places = {"district_code": ["a", "a", "b", "b"], "side": ["focal", "reference"] * 2}
    >>> amounts = {"numerator": [20, 4, 0, 6], "denominator": [60, 20, 40, 80]}
    >>> rows = pl.DataFrame({"school_year": 2021, **places, **amounts})
    >>> found = decompose(rows, ["school_year"], ["district_code"])
    >>> found.select("gap", "between_districts", "within_districts").row(0)
    (0.1, 0.1, 0.0)
    >>> alone = decompose(rows.filter(side="focal"), ["school_year"], ["district_code"])
    >>> alone.select("reference_reason", "reason").row(0)
    ('zero_denominator', 'one_side')
    """
    smallest = _by_side(rows, [*keys, *units])
    gaps = _with_gap(_sums(smallest, keys))
    for level, found in zip(units, _levels(smallest, keys, units), strict=True):
        sums = found.group_by(keys).agg(total(part) for part in _parts(level))
        gaps = gaps.join(sums, on=list(keys), how="left", nulls_equal=True)
    parts = [part for level in units for part in _parts(level)]
    sides = [f"{side}_{name}" for side in SIDES for name in ("numerator", "denominator", "rate", "reason")]
    return gaps.select(*keys, *sides, "gap", *parts, "reason").sort(keys)


def contributions(
    rows: pl.DataFrame, keys: Sequence[str], units: Sequence[str] = STATEWIDE, *, by: str = DISTRICT
) -> pl.DataFrame:
    """What each unit of the level `by` adds to each part; the sum over units is the part of decompose.

    In: as decompose. Out: one row per `keys` and unit with anybody on a side, sorted; of each side _numerator,
    _denominator, _rate (null where nobody is on it) and _share (of all the side's experiences, those that are here);
    between_ and within_ of `by` and of the smaller levels, null where the whole has no gap. What is between larger
    units is of none of these.

    >>> places = {"district_code": ["a", "a", "b", "b"], "side": ["focal", "reference"] * 2}
    >>> amounts = {"numerator": [20, 4, 0, 6], "denominator": [60, 20, 40, 80]}
    >>> rows = pl.DataFrame({"school_year": 2021, **places, **amounts})
    >>> found = contributions(rows, ["school_year"], ["district_code"])  # from the rate of all, 0.15: 0.3 and 0.05
    >>> parts = pl.col("between_districts", "within_districts").round(4)
    >>> found.select("focal_share", "reference_share", parts).rows()
    [(0.6, 0.2, 0.06, 0.04), (0.4, 0.8, 0.04, -0.04)]
    """
    depth = list(units).index(by)
    own, *smaller = _levels(_by_side(rows, [*keys, *units]), keys, units)[depth:]
    unit = [*keys, *units[: depth + 1]]
    for level, found in zip(units[depth + 1 :], smaller, strict=True):
        sums = found.group_by(unit).agg(total(part) for part in _parts(level))
        own = own.join(sums, on=unit, nulls_equal=True)
    names = [f"{side}_{name}" for side in SIDES for name in ("numerator", "denominator", "rate", "share")]
    parts = [part for level in units[depth:] for part in _parts(level)]
    return own.with_columns(_rates()).select(*unit, *names, *parts).sort(unit)


def _parts(level: str) -> tuple[str, str]:
    return f"between_{UNITS[level]}", f"within_{UNITS[level]}"


def _by_side(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The sums of each side in its columns, 0 where nobody is on it."""
    split = rows.select(
        *by,
        *(
            pl.when(pl.col("side") == side).then(pl.col(name).cast(pl.Int64)).otherwise(0).alias(f"{side}_{name}")
            for side in SIDES
            for name in ("numerator", "denominator")
        ),
    )
    return _sums(split, by)


def _sums(amounts: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return amounts.group_by(by).agg(pl.col(_AMOUNTS).sum())


def _with_gap(whole: pl.DataFrame) -> pl.DataFrame:
    """Both rates and the gap, or why there is none."""
    whole = whole.with_columns(_rates())
    is_empty = {side: pl.col(f"{side}_rate").is_null() for side in SIDES}
    why = (
        pl.when(pl.all_horizontal(is_empty.values()))
        .then(pl.lit(reasons.ZERO_DENOMINATOR))
        .when(pl.any_horizontal(is_empty.values()))
        .then(pl.lit(reasons.ONE_SIDE))
    )
    return whole.with_columns(
        *(pl.when(is_empty[side]).then(pl.lit(reasons.ZERO_DENOMINATOR)).alias(f"{side}_reason") for side in SIDES),
        gap=pl.col("focal_rate") - pl.col("reference_rate"),
        reason=why,
    )


def _rates() -> list[pl.Expr]:
    return [rate(f"{side}_numerator", f"{side}_denominator").alias(f"{side}_rate") for side in SIDES]


def _levels(smallest: pl.DataFrame, keys: Sequence[str], units: Sequence[str]) -> list[pl.DataFrame]:
    """Of each level, from the largest, its units with anybody: their amounts, and what they add to its two parts."""
    sums = [smallest.filter(pl.any_horizontal(pl.col(f"{side}_denominator") > 0 for side in SIDES))]
    for depth in reversed(range(len(units))):
        sums.insert(0, _sums(sums[0], [*keys, *units[:depth]]))
    above = sums[0].with_columns(pl.col(f"{side}_denominator").alias(f"{side}_all") for side in SIDES)
    found = []
    for depth, (level, own) in enumerate(zip(units, sums[1:], strict=True)):
        above = _with_parts(own, above, [*keys, *units[:depth]], level)
        found.append(above)
    return found


def _with_parts(own: pl.DataFrame, above: pl.DataFrame, on: list[str], level: str) -> pl.DataFrame:
    """What units of a level add, measured from the rate of the next larger one that they lie in."""
    both = pl.sum_horizontal("focal_numerator", "reference_numerator") / pl.sum_horizontal(
        "focal_denominator", "reference_denominator"
    )
    larger = above.select(*on, *(f"{side}_all" for side in SIDES), rate_above=both)
    rows = own.join(larger, on=on, nulls_equal=True).with_columns(
        *(rate(f"{side}_denominator", f"{side}_all").alias(f"{side}_share") for side in SIDES), both=both
    )
    focal, reference = (
        (pl.col(f"{side}_numerator") - pl.col(f"{side}_denominator") * pl.col("both")) / pl.col(f"{side}_all")
        for side in SIDES
    )
    between, within = _parts(level)
    there_more = pl.col("focal_share") - pl.col("reference_share")
    is_told = there_more.is_not_null()
    return rows.with_columns(
        pl.when(is_told).then(there_more * (pl.col("both") - pl.col("rate_above"))).alias(between),
        pl.when(is_told).then(focal - reference).alias(within),
    )


def total(part: str) -> pl.Expr:
    """The sum over units, null where none of them has it."""
    whole = (pl.col(part) * _FINE).round().cast(pl.Int64).sum() / _FINE
    return pl.when(pl.col(part).count() > 0).then(whole).alias(part)
