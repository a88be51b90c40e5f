"""What a change between two years is made of: rates of the same units that are others, and how experiences are spread
over units. Source: metrics D6 (Kitagawa, at the midpoint).

Of one side (the group's experiences, or those of all other students), w_u0 and w_u1 are the shares of its experiences
that are in unit u before and after, r_u0 and r_u1 the rates there, R_0 and R_1 the rates of the whole side:
    rate effect = sum (w_u0 + w_u1) / 2 x (r_u1 - r_u0)        mix effect = sum (w_u1 - w_u0) (r_u0 + r_u1) / 2
**Of one year alone.** A unit without experiences of the side in one of the years (opened, closed, or no such students
there) has no rate in it. It is taken to be that of the other year, so that nothing of it is a rate effect; and its mix
effect stands beside that of the other units as a part of its own, in_one_year. The three add up to R_1 - R_0.
**What a unit adds** to both of the latter is measured from c = (R_0 + R_1) / 2: (w_u1 - w_u0) ((r_u0 + r_u1) / 2 - c).
Shares add up to one in both years, so that c falls out of the sum over all units; without it the two parts would be
large and opposite wherever a school follows another. So a unit that comes with a rate above c adds w_u1 (r_u1 - c), one
that goes takes w_u0 (r_u0 - c) away.

**The gap** is the group's rate less the others', and so is each part of its change. Rates, shares and parts are shares
of experiences (0..1). They say where a change lies, not why.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import rate
from monitoring.analysis.decomposition import SCHOOL, SIDES, total

PARTS = ("rate_effect", "mix_effect", "in_one_year")
_YEARS = ("before", "after")
_AMOUNTS = tuple(f"{year}_{name}" for year in _YEARS for name in ("numerator", "denominator"))
_OF_SIDE = (*_YEARS, "change", *PARTS)


def change_over_years(
    rows: pl.DataFrame, keys: Sequence[str], *, before: int, after: int, unit: Sequence[str] = (SCHOOL,)
) -> pl.DataFrame:
    """Split the change of both sides' rates, and of the gap, from one year to another.

    In: one row or several per `keys`, `unit` (the columns that tell units apart), school_year and side (focal,
    reference): numerator and denominator as decompose has them; rows of other years are left aside. Out: one row per
    `keys`, sorted; for each of focal_, reference_ and gap_: before and after (rates, or gaps), change, and rate_effect,
    mix_effect and in_one_year, which add up to it; focal_reason, reference_reason and reason (of the gap): why there is
    none (nobody on the side in either year, or too few years: in one of them).

    >>> amounts = {"org_code": ["a", "b", "a", "b"], "numerator": [10, 0, 18, 4], "denominator": [50, 50, 60, 40]}
    >>> years = {"measure_id": "A", "side": "focal", "school_year": [2020, 2020, 2021, 2021]}
    >>> found = change_over_years(pl.DataFrame({**years, **amounts}), ["measure_id"], before=2020, after=2021)
    >>> found.select(pl.col("focal_change", "focal_rate_effect", "focal_mix_effect").round(3), "reason").row(0)
    (0.12, 0.1, 0.02, 'zero_denominator')
    """
    parts = changes_of_units(rows, keys, before=before, after=after, unit=unit)
    whole = _rates(_by_year(rows, [*keys, "side"], before, after))
    found = rows.filter(pl.col("school_year").is_in([before, after])).select(keys).unique()
    for side in SIDES:
        sums = parts.filter(pl.col("side") == side).group_by(keys).agg(total(part) for part in PARTS)
        rates = whole.filter(pl.col("side") == side).select(*keys, *_YEARS, change=pl.col("after") - pl.col("before"))
        told = rates.join(sums, on=list(keys), nulls_equal=True)
        named = told.select(*keys, pl.col(_OF_SIDE).name.prefix(f"{side}_"))
        found = found.join(named, on=list(keys), how="left", nulls_equal=True)
    gap = ((pl.col(f"focal_{name}") - pl.col(f"reference_{name}")).alias(f"gap_{name}") for name in _OF_SIDE)
    whys = [f"{side}_reason" for side in SIDES]
    found = found.with_columns(*(_why(side) for side in SIDES), *gap).with_columns(reason=pl.coalesce(whys))
    names = (f"{whose}_{name}" for whose in (*SIDES, "gap") for name in _OF_SIDE)
    return found.select(*keys, *names, *whys, "reason").sort(keys)


def changes_of_units(
    rows: pl.DataFrame, keys: Sequence[str], *, before: int, after: int, unit: Sequence[str] = (SCHOOL,)
) -> pl.DataFrame:
    """What each unit adds to each part; the sum over units is the part of change_over_years.

    In: as change_over_years. Out: one row per `keys`, side and unit with anybody of the side in one of the years,
    sorted: before_ and after_ numerator, denominator (0: nobody) and share (of the side's experiences, those here);
    before and after (rates, null where nobody is there); rate_effect, mix_effect and in_one_year, null where the side
    has nobody at all in one of the years.

    >>> amounts = {"org_code": ["a", "b", "a"], "numerator": [10, 30, 50], "denominator": [50, 50, 100]}
    >>> years = {"measure_id": "A", "side": "focal", "school_year": [2020, 2020, 2021]}
    >>> found = changes_of_units(pl.DataFrame({**years, **amounts}), ["measure_id"], before=2020, after=2021)
    >>> found.select("org_code", pl.col(PARTS).round(4)).rows()  # from 0.4 to 0.5; b, above the mean of both, has gone
    [('a', 0.225, -0.05, 0.0), ('b', 0.0, 0.0, -0.075)]
    """
    on = [*keys, "side"]
    units = _rates(_by_year(rows, [*on, *unit], before, after))
    whole = _rates(_by_year(rows, on, before, after)).select(
        *on, *(pl.col(f"{year}_denominator").alias(f"{year}_all") for year in _YEARS), middle=_mean(*_YEARS)
    )
    found = units.join(whole, on=on, nulls_equal=True).with_columns(
        rate(f"{year}_denominator", f"{year}_all").alias(f"{year}_share") for year in _YEARS
    )
    shares = [f"{year}_share" for year in _YEARS]
    return found.with_columns(_effects()).select(*on, *unit, *_AMOUNTS, *shares, *_YEARS, *PARTS).sort(*on, *unit)


def _by_year(rows: pl.DataFrame, by: Sequence[str], before: int, after: int) -> pl.DataFrame:
    """The sums of each year in its columns, of what has anybody in one of them."""
    years = {"before": before, "after": after}
    split = rows.filter(pl.col("school_year").is_in([before, after]), pl.col("denominator") > 0).select(
        *by,
        *(
            pl.when(pl.col("school_year") == years[year])
            .then(pl.col(name).cast(pl.Int64))
            .otherwise(0)
            .alias(f"{year}_{name}")
            for year in _YEARS
            for name in ("numerator", "denominator")
        ),
    )
    return split.group_by(by).agg(pl.col(_AMOUNTS).sum())


def _rates(amounts: pl.DataFrame) -> pl.DataFrame:
    return amounts.with_columns(rate(f"{year}_numerator", f"{year}_denominator").alias(year) for year in _YEARS)


def _mean(one: str, other: str) -> pl.Expr:
    return (pl.col(one) + pl.col(other)) / 2


def _effects() -> list[pl.Expr]:
    """The three parts of units; one in both years has none that is in_one_year, one in one year that alone."""
    more = pl.col("after_share") - pl.col("before_share")
    is_told, is_of_both = more.is_not_null(), pl.all_horizontal(pl.col(year).is_not_null() for year in _YEARS)
    own = pl.coalesce(_mean(*_YEARS), *_YEARS)  # in one year alone: the rate of that year
    mix = more * (own - pl.col("middle"))
    rate_effect = _mean("before_share", "after_share") * (pl.col("after") - pl.col("before"))
    return [
        pl.when(is_told).then(pl.when(is_of_both).then(rate_effect).otherwise(0.0)).alias("rate_effect"),
        pl.when(is_told).then(pl.when(is_of_both).then(mix).otherwise(0.0)).alias("mix_effect"),
        pl.when(is_told).then(pl.when(is_of_both).then(0.0).otherwise(mix)).alias("in_one_year"),
    ]


def _why(side: str) -> pl.Expr:
    """Why a side's rate has no change: nobody in one of the years, or in neither."""
    known = pl.sum_horizontal(pl.col(f"{side}_{year}").is_not_null() for year in _YEARS)
    return (
        pl.when(known == 0)
        .then(pl.lit(reasons.ZERO_DENOMINATOR))
        .when(known == 1)
        .then(pl.lit(reasons.TOO_FEW_YEARS))
        .alias(f"{side}_reason")
    )
