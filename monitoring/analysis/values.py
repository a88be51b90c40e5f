"""Numerator and denominator of each measure in each window, or the reason why there is none.

Sums and values differ in one thing: a pooled value needs figures of two years, and so does a pooled rate of several
schools together; a school with figures of one year has no value of its own and counts in the sums of what it is part
of. So a district, the state and the schools at one end of a comparison follow the same rule as a single school, and
parts add up to their whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.measures import MEASURES

POOLED_YEARS = 3
FEWEST_YEARS = 2
_NO_YEARS = pl.lit([], pl.List(pl.Int16))

_PEOPLE = ("people_known", "people_missing")
_AMOUNTS = ("numerator", "denominator", *_PEOPLE)
_KEY = ("school_year", "org_code", "measure_id", "window")
_SUMMED = ["school_year", "org_code", "measure_id"]
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "school_year": pl.Int16,
    "org_code": pl.String,
    "measure_id": pl.String,
    "window": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "people_known": pl.Int64,
    "people_missing": pl.Int64,
    "years_used": pl.List(pl.Int16),
    "reason": pl.String,
}


def compute_values(aggregates: pl.DataFrame) -> pl.DataFrame:
    """Values of every measure of the catalogue, for one year and pooled over three.

    In and out as `compute_sums`; pooled over fewer than two years, there is no value but a reason. Source: plan text,
    three-year averages of turnover (S2:11); metrics D0.

    >>> years = pl.DataFrame({"school_year": [2020, 2021], "numerator": [40_000, 60_000], "denominator": 200_000})
    >>> sent = years.with_columns(org_code=pl.lit("00010505"), metric_id=pl.lit("T_TURN"), missing_reason=None)
    >>> compute_values(sent).row(-1)
    (2021, '00010505', 'T_TURN', 'pooled3', 100000, 400000, 0, 0, [2020, 2021], None)
    >>> compute_values(sent).filter(school_year=2020, window="pooled3").row(0)[4:]
    (None, None, 0, 0, [], 'too_few_years')
    """
    return with_enough_years(compute_sums(aggregates))


def compute_sums(
    aggregates: pl.DataFrame, successors: pl.DataFrame | None = None, sparse: pl.DataFrame | None = None
) -> pl.DataFrame:
    """What every organization adds to a sum, for one year and over three.

    In: one row per (school_year, org_code, metric_id): numerator and denominator Int64 in ten-thousandths,
    missing_reason or null. Out: one row per (school_year, org_code, measure_id, window), sorted by these: numerator,
    denominator (both null where there is a reason), people_known, people_missing (of figures computed from persons, of
    how many it could be said and of how many not; 0 and 0 of others), years_used, reason. Pooled is the sum over the
    years t-2..t that have data, and is given where the organization has a row for t, whether with figures or with a
    reason; what was never sent has no row at all. Rows of a measure outside the catalogue are left out. `successors`:
    org_code, successor, distance (as `all_successors` gives them): what an organization that has no row for t any more
    sent in the years before counts for the nearest of its successors that has one. `sparse`: school_year, measure_id of
    which so little is known that no sum over several years holds it.

    >>> sent = pl.DataFrame({"school_year": [2021], "numerator": [60_000], "denominator": 200_000})
    >>> sent = sent.with_columns(org_code=pl.lit("00010505"), metric_id=pl.lit("T_TURN"), missing_reason=None)
    >>> compute_sums(sent).row(-1)
    (2021, '00010505', 'T_TURN', 'pooled3', 60000, 200000, 0, 0, [2021], None)
    """
    annual = _annual(aggregates)
    parts = [
        part.select(pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items())
        for part in (_one_year(annual), _pooled(annual, successors, sparse))
    ]
    return pl.concat(parts).sort(_KEY)


def sums_of_one_year(aggregates: pl.DataFrame) -> pl.DataFrame:
    """Those of `compute_sums` that are of one year."""
    return _one_year(_annual(aggregates))


def with_enough_years(sums: pl.DataFrame) -> pl.DataFrame:
    """The same rows, without figures where a pooled sum rests on fewer than two years."""
    too_few = pl.col("reason").is_null() & is_short("window", pl.col("years_used").list.len())
    return sums.with_columns(
        pl.when(~too_few).then(pl.col("numerator", "denominator")),
        pl.when(~too_few).then("years_used").otherwise(_NO_YEARS).alias("years_used"),
        pl.when(too_few).then(pl.lit(reasons.TOO_FEW_YEARS)).otherwise("reason").alias("reason"),
    )


def mean_of_years(rates: Mapping[int, float], years: Sequence[int]) -> float | None:
    """The mean of the rates of these school years, the other reading of a three-year average (S2:11): a year with few
    people weighs in it as much as one with many. None where one of the years has none, or they are fewer than two.

    >>> mean_of_years({2020: 0.1, 2021: 0.2, 2022: 0.3}, (2020, 2022)), mean_of_years({2021: 0.1}, (2020, 2021))
    (0.2, None)
    """
    known = [rates[year] for year in years if year in rates]
    return sum(known) / len(known) if len(known) == len(years) >= FEWEST_YEARS else None


def is_short(window: str, years: pl.Expr) -> pl.Expr:
    """Whether a window of this name holds too few years with figures."""
    return (pl.col(window) == "pooled3") & (years < FEWEST_YEARS)


def _annual(aggregates: pl.DataFrame) -> pl.DataFrame:
    """Per (school_year, org_code, measure_id): amounts, both null or neither, and the reason where null."""
    known = aggregates.select(
        pl.col("school_year").cast(pl.Int16),
        "org_code",
        pl.col("metric_id").alias("measure_id"),
        pl.col("numerator").cast(pl.Int64),
        pl.col("denominator").cast(pl.Int64),
        pl.col("missing_reason").cast(pl.String),
        *(_people(aggregates, name) for name in _PEOPLE),
    ).join(_catalogue(), on="measure_id", how="inner")
    nothing_sent = (
        pl.when(pl.col("school_year") < pl.col("first_year"))
        .then(pl.lit(reasons.NOT_COLLECTED))
        .otherwise(pl.lit(reasons.NOT_SUBMITTED))
    )
    given = pl.col("missing_reason").replace_strict(reasons.FROM_FILES, default=None)
    is_empty = pl.any_horizontal(pl.col("numerator", "denominator").is_null(), pl.col("missing_reason").is_not_null())
    reason = (
        pl.when(is_empty)
        .then(given.fill_null(nothing_sent))
        .when(pl.col("denominator") <= 0)
        .then(pl.lit(reasons.ZERO_DENOMINATOR))
    )
    return known.with_columns(reason=reason).with_columns(
        pl.when(pl.col("reason").is_null()).then(pl.col("numerator", "denominator"))
    )


def _people(aggregates: pl.DataFrame, name: str) -> pl.Expr:
    column = pl.col(name) if name in aggregates.columns else pl.lit(None)
    return column.cast(pl.Int64).fill_null(0).alias(name)


def _catalogue() -> pl.DataFrame:
    """One row per measure: the first year it is known to have been collected, and whether it is pooled."""
    return pl.DataFrame(
        [(m.id, m.first_year or 0, "pooled3" in m.windows) for m in MEASURES.values()],
        schema={"measure_id": pl.String, "first_year": pl.Int16, "is_pooled": pl.Boolean},
        orient="row",
    )


def _one_year(annual: pl.DataFrame) -> pl.DataFrame:
    years = pl.when(pl.col("reason").is_null()).then(pl.concat_list("school_year")).otherwise(_NO_YEARS)
    return annual.with_columns(window=pl.lit("1"), years_used=years)


def _pooled(annual: pl.DataFrame, successors: pl.DataFrame | None, sparse: pl.DataFrame | None) -> pl.DataFrame:
    """Sum each row over itself and the two years before; integers, so the order of rows does not matter."""
    base = annual.filter("is_pooled")
    known = base.filter(pl.col("reason").is_null())
    if sparse is not None:
        known = known.join(sparse, on=["school_year", "measure_id"], how="anti")
    sums = _sums_back(known, base, successors)
    joined = base.select(*_SUMMED, own_reason="reason").join(sums, on=_SUMMED, how="left")
    not_collected = pl.col("own_reason") == reasons.NOT_COLLECTED
    reason = pl.when(pl.col("years_used").is_null()).then(
        pl.when(not_collected).then(pl.lit(reasons.NOT_COLLECTED)).otherwise(pl.lit(reasons.TOO_FEW_YEARS))
    )
    return joined.with_columns(window=pl.lit("pooled3"), reason=reason).with_columns(
        pl.when(pl.col("reason").is_null()).then(pl.col("numerator", "denominator")),
        pl.when(pl.col("reason").is_null()).then("years_used").otherwise(_NO_YEARS).alias("years_used"),
        pl.col(_PEOPLE).fill_null(0),
    )


def _sums_back(known: pl.DataFrame, base: pl.DataFrame, successors: pl.DataFrame | None) -> pl.DataFrame:
    """Per year: what is known of it and the two before, summed, with the years it is known of."""
    shifted = [
        known.select(
            (pl.col("school_year") + back).alias("school_year"),
            *_SUMMED[1:],
            *_AMOUNTS,
            pl.col("school_year").alias("year_used"),
        )
        for back in range(POOLED_YEARS)
    ]
    whole = pl.concat(shifted)
    if successors is not None:
        whole = pl.concat([whole, handed_on(whole, base, successors).select(whole.columns)])
    sums = whole.group_by(_SUMMED)
    return sums.agg(pl.col(_AMOUNTS).sum(), pl.col("year_used").unique().sort().alias("years_used"))


def all_successors(successors: pl.DataFrame) -> pl.DataFrame:
    """Every successor of a successor too. In: org_code, successor. Out: these, and distance: 1 for the next one.

    >>> direct = pl.DataFrame({"org_code": ["a", "b"], "successor": ["b", "c"]})
    >>> all_successors(direct).sort("org_code", "distance").rows()
    [('a', 'b', 1), ('a', 'c', 2), ('b', 'c', 1)]
    """
    direct = successors.select("org_code", "successor").drop_nulls()
    found = [direct.with_columns(distance=pl.lit(1))]
    following = direct.rename({"org_code": "successor", "successor": "next"})
    for distance in range(2, POOLED_YEARS):  # further back no window reaches
        step = found[-1].join(following, on="successor").filter(pl.col("next") != pl.col("org_code"))
        found.append(step.select("org_code", successor="next", distance=pl.lit(distance)))
    return pl.concat(found)


def handed_on(rows: pl.DataFrame, base: pl.DataFrame, successors: pl.DataFrame) -> pl.DataFrame:
    """The rows of organizations that are gone by school_year, under the code of the nearest successor that is there.

    `rows`: school_year, org_code, measure_id and year_used; `base`: school_year, org_code, measure_id of who is there.
    """
    there = base.select(_SUMMED).unique()
    gone = rows.filter(pl.col("year_used") < pl.col("school_year")).join(there, on=_SUMMED, how="anti")
    heirs = gone.join(successors, on="org_code").join(
        there, left_on=["school_year", "successor", "measure_id"], right_on=_SUMMED, how="semi"
    )
    nearest = heirs.sort("distance", "successor").unique([*_SUMMED, "year_used"], keep="first", maintain_order=True)
    return nearest.with_columns(org_code="successor").drop("successor", "distance")
