"""Gaps: the schools with the most students of a group beside those with the fewest, on the adverse outcome."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import SCALE, rate, whole_units_up
from monitoring.analysis.audience import fewest_in_a_year
from monitoring.analysis.bands import FOCAL, LEFT_OUT, MIDDLE, REFERENCE
from monitoring.analysis.breaks import with_own_breaks
from monitoring.analysis.intervals import PEOPLE, Drawn, products, with_intervals
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.missing import is_incomplete
from monitoring.analysis.values import POOLED_YEARS, is_short
from monitoring.analysis.verdicts import verdict

FAVORABLE = [measure.id for measure in MEASURES.values() if measure.is_favorable]
_PLACE = ["school_year", "group_id", "scope", "partition"]
_ROW = ["school_year", "window", "measure_id", "group_id", "scope", "partition"]
SIDES = ("focal", "reference", "all")
REASONS = ("reason", "ratio_reason", *(f"{side}_reason" for side in SIDES))
_SIDE = ("schools", "missing", "numerator", "denominator", "rate", "reason")
YEARS = tuple(f"used_{back}" for back in range(POOLED_YEARS))
_SQUARES = ("nn", "nd", "dd", "ddd", "some", "others")
_PEOPLE = ("people_known", "people_missing")
_SUMS = ("schools", "numerator", "denominator", *_PEOPLE, *_SQUARES, "empty", "why", *YEARS)
_REST = "rest"  # neither end: the middle, and who takes no part
_SIDES = {FOCAL: FOCAL, REFERENCE: REFERENCE, MIDDLE: _REST, LEFT_OUT: _REST}
_NUMBERS = {side: number for number, side in enumerate((FOCAL, REFERENCE, _REST))}

COLUMNS: tuple[str, ...] = (
    *("school_year", "window", "measure_id", "group_id", "method", "scope", "partition", "cut"),
    *(f"{side}_{name}" for side in SIDES for name in _SIDE),
    *("difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high", "people_to_close"),
    *("interval_reason", "verdict"),
    *("reason", "ratio_reason", "break_text", "years_used", "fewest_districts"),
)


def compute_gaps(
    sums: pl.DataFrame,
    bands: pl.DataFrame,
    districts: pl.DataFrame | None = None,
    with_breaks: Callable[[pl.DataFrame], pl.DataFrame] = with_own_breaks,
    measures: Collection[str] | None = None,
) -> pl.DataFrame:
    """Compare the two ends of every grouping for every measure and window, or say why there is no comparison.

    In: `sums` of compute_sums (schools), `bands` of compute_bands (one or several scopes), `districts`: org_code and
    district_code of each school (none: every unit is a district of its own). `with_breaks` adds break_text, and
    definition_hash where it is known; `measures`: of these alone. Out: one row per (school_year, window, measure_id,
    group_id, scope, partition), sorted: of measures that have gaps, those that every school is asked for,
    also without figures, and others where a school of the place has a row. For each of focal, reference and all schools
    of the partition: _schools with a figure, _missing (schools without one, those with nobody to count aside),
    _numerator and _denominator (Int64 ten-thousandths), _rate (0..1, unrounded) or the _reason why there is none;
    pooled, the schools of one side need figures of two years between them, and always 80 % of them a figure, and of
    people as much to be known. difference = focal - reference and ratio = focal / reference, both of the adverse
    outcome, which of a favorable share is that of the others; 95 % intervals (intervals.py), or interval_reason why
    there is none; people_to_close = (p_f - p_r) x D_f rounded up, 0 where the focal schools are not worse. reason says
    why there is no difference, ratio_reason why there is no ratio; verdict: what may be said (verdicts.py).
    fewest_districts: of how many districts the figures are of one year of one of the two ends or of all other schools
    (what is left of all when both ends are taken away), where these are fewest; null where there are none. Source:
    metrics D1 (Method Q), plan text Table 1.

    >>> from monitoring.analysis.bands import compute_bands
    >>> from monitoring.analysis.cuts import STATEWIDE
    >>> from monitoring.analysis.values import compute_sums
    >>> schools = pl.DataFrame({"school_year": 2021, "org_code": list("abcd")})
    >>> shares = schools.with_columns(share=pl.Series([9.0, 40.0, 20.0, 61.0]), group_id=pl.lit("low_income"), fte=1)
    >>> left = schools.with_columns(numerator=pl.Series([20_000, 30_000, 30_000, 50_000]), denominator=200_000)
    >>> sent = left.with_columns(metric_id=pl.lit("T_TURN"), missing_reason=pl.lit(None, pl.String))
    >>> bands = compute_bands(shares.with_columns(enrolled=300), scope=STATEWIDE)
    >>> gap = compute_gaps(compute_sums(sent), bands).filter(measure_id="T_TURN", window="1").row(0, named=True)
    >>> gap["focal_rate"], gap["reference_rate"], gap["difference"], gap["people_to_close"]
    (0.25, 0.1, 0.15, 3)
    """
    sides = _side_sums(_turned(sums, "numerator", "denominator"), bands, districts)
    wanted = _every_row(bands, sides, measures)
    rows = wanted.join(_placed(sides), on=_ROW, how="left").join(_band_sizes(bands), on=_PLACE, how="left")
    rows = compare_sides(rows, with_breaks)
    method = pl.when(pl.col("scope") == "districts").then(pl.lit("D")).otherwise(pl.lit("Q"))
    rows = _as_measured(rows.with_columns(method=method))
    told = [name for name in ("definition_hash",) if name in rows.columns]
    return rows.select(*COLUMNS, *told).sort(_ROW)


def compare_sides(
    rows: pl.DataFrame,
    with_breaks: Callable[[pl.DataFrame], pl.DataFrame],
    *,
    drawn: Drawn = PEOPLE,
    needs_all: bool = False,
) -> pl.DataFrame:
    """From the sums of both sides to rates, difference, ratio, intervals, people to close and verdict, or reasons.

    In: one row per comparison: of each of SIDES _size (units that are asked), _schools, _empty, _numerator,
    _denominator, people_known, people_missing, _why and the flags of YEARS; of both sides the sums of `products`;
    why_nobody, shares_withheld, window, first_year. `drawn`: who is drawn by chance (intervals.py). `needs_all`:
    whether there is no comparison either where there is no figure of all.
    """
    wanted = ("focal_reason", "reference_reason", *(("all_reason",) if needs_all else ()))
    rows = _with_rates(rows).with_columns(reason=pl.coalesce(_no_ends(), *wanted))
    rows = with_breaks(with_intervals(_with_statistics(rows), drawn))
    return rows.with_columns(verdict(drawn), years_used=_years_used())


def _turned(rows: pl.DataFrame, numerator: str, denominator: str) -> pl.DataFrame:
    """Of favorable measures the others, who have the adverse outcome, in place of those counted; and back again."""
    turned = pl.when(pl.col("measure_id").is_in(FAVORABLE)).then(pl.col(denominator) - pl.col(numerator))
    return rows.with_columns(turned.otherwise(numerator).alias(numerator))


def _as_measured(rows: pl.DataFrame) -> pl.DataFrame:
    """Amounts and rates of each side as the measure counts them; what is said of the gap stays of the adverse
    outcome.
    """
    for side in SIDES:
        rows = _turned(rows, f"{side}_numerator", f"{side}_denominator")
    return rows.with_columns(rate(f"{side}_numerator", f"{side}_denominator").alias(f"{side}_rate") for side in SIDES)


def _side_sums(sums: pl.DataFrame, bands: pl.DataFrame, districts: pl.DataFrame | None) -> pl.DataFrame:
    """Per row and side: whole-number sums over its schools, and what is missing where no school has a figure.

    Schools, places and measures are numbered first: there are millions of pairs of a school and a comparison.
    """
    schools = _numbered(bands, districts)
    places = bands.select(_PLACE).unique().with_row_index("place")
    items = sums.select("measure_id", "window").unique().with_row_index("item")
    figures = _figures(sums.join(schools, on=["school_year", "org_code"]).join(items, on=["measure_id", "window"]))
    placed = bands.join(places, on=_PLACE).join(schools, on=["school_year", "org_code"])
    key = (pl.col("place").cast(pl.UInt64) * items.height + pl.col("item")) * len(_NUMBERS) + pl.col("side")
    side = pl.col("band").replace_strict({band: _NUMBERS[side] for band, side in _SIDES.items()}, return_dtype=pl.UInt8)
    sides = (
        placed.select("place", "school", side=side)
        .join(figures, on="school")
        .group_by(key.alias("key"))
        .agg(
            pl.col("schools", "numerator", "denominator", *_PEOPLE, *_SQUARES, "empty").sum(),
            pl.col("why").min(),
            pl.col(YEARS).any(),
            fewest_in_a_year("district", YEARS).alias("fewest_districts"),
        )
    )
    return _named(sides, places, items)


def _numbered(bands: pl.DataFrame, districts: pl.DataFrame | None) -> pl.DataFrame:
    """One row per school of a year: its number, and that of its district."""
    schools = bands.select("school_year", "org_code").unique().with_row_index("school")
    if districts is None:
        return schools.with_columns(district="school")
    of = districts.select("org_code", district=pl.col("district_code").rank("dense"))
    return schools.join(of, on="org_code", how="left")


def _named(sides: pl.DataFrame, places: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Place, measure, window and side in place of the one number that stands for them."""
    code, side = pl.col("key") // len(_NUMBERS), (pl.col("key") % len(_NUMBERS)).cast(pl.UInt8)
    return (
        sides.with_columns(
            place=(code // items.height).cast(pl.UInt32),
            item=(code % items.height).cast(pl.UInt32),
            side=side.replace_strict(dict(enumerate(_NUMBERS)), return_dtype=pl.String),
        )
        .join(places, on="place")
        .join(items, on="item")
        .drop("key", "place", "item")
    )


def _figures(sums: pl.DataFrame) -> pl.DataFrame:
    """Per school and item: amounts, their products, and flags to be summed."""
    order = {code: rank for rank, code in enumerate(reasons.ORDER)}
    return with_flags(sums).select(
        "school",
        "district",
        "item",
        "numerator",
        "denominator",
        *_PEOPLE,
        *products(),
        *YEARS,
        why=pl.col("reason").replace_strict(order, default=None, return_dtype=pl.UInt8),
        schools=pl.col("reason").is_null().cast(pl.UInt32),
        empty=(pl.col("reason") == reasons.ZERO_DENOMINATOR).fill_null(False).cast(pl.UInt32),
    )


def with_flags(sums: pl.DataFrame) -> pl.DataFrame:
    """Sums with a flag for each year of YEARS: whether the figure is of it."""
    flags = [
        pl.col("years_used").list.contains(pl.col("school_year") - back).alias(name) for back, name in enumerate(YEARS)
    ]
    return sums.with_columns(flags)


def _placed(sides: pl.DataFrame) -> pl.DataFrame:
    """One row per comparison: the sums of the focal and the reference schools and of all schools side by side."""
    frames = [
        sides.filter(pl.col("side") == side).select(*_ROW, pl.col(_SUMS).name.prefix(f"{side}_"))
        for side in (FOCAL, REFERENCE)
    ]
    whole = (
        sides.group_by(_ROW)
        .agg(
            pl.col("schools", "numerator", "denominator", *_PEOPLE, "empty").sum(),
            pl.col("why").min(),
            pl.col(YEARS).any(),
            pl.col("fewest_districts").min(),
        )
        .select(*_ROW, "fewest_districts", pl.exclude(*_ROW, "fewest_districts").name.prefix("all_"))
    )
    for frame in frames:
        whole = whole.join(frame, on=_ROW, how="left")
    return whole


def _every_row(bands: pl.DataFrame, sides: pl.DataFrame, only: Collection[str] | None) -> pl.DataFrame:
    """Every comparison there should be: each place with each measure that has gaps and each of its windows; of measures
    that not every school is asked for, those of which there is anything.
    """
    compared = [m for m in MEASURES.values() if m.gap and (only is None or m.id in only)]
    wanted = [(m.id, w, m.first_year or 0, m.asked) for m in compared for w in m.windows]
    schema = {"measure_id": pl.String, "window": pl.String, "first_year": pl.Int16, "asked": pl.Boolean}
    measures = pl.DataFrame(wanted, schema=schema, orient="row")
    rows = bands.select(_PLACE).unique().join(measures, how="cross")
    there = rows.filter(~pl.col("asked")).join(sides.select(_ROW).unique(), on=_ROW, how="semi")
    return pl.concat([rows.filter("asked"), there]).drop("asked")


def _band_sizes(bands: pl.DataFrame) -> pl.DataFrame:
    """Per place: how many schools are in each band, with a figure or not, and why none is, if so."""
    return bands.group_by(_PLACE).agg(
        pl.col("cut").first(),
        (pl.col("band") == FOCAL).sum().alias("focal_size"),
        (pl.col("band") == REFERENCE).sum().alias("reference_size"),
        pl.len().alias("all_size"),
        pl.col("why_nobody").first(),
        (pl.col("left_out_reason") == "withheld").any().alias("shares_withheld"),
    )


def _with_rates(rows: pl.DataFrame) -> pl.DataFrame:
    counted = []
    for side in SIDES:
        schools, empty = pl.col(f"{side}_schools").fill_null(0), pl.col(f"{side}_empty").fill_null(0)
        missing = (pl.col(f"{side}_size") - schools - empty).cast(pl.Int64)
        counted += [schools.cast(pl.Int64), missing.alias(f"{side}_missing")]
    rows = rows.with_columns(counted)
    rows = rows.with_columns(_side_reason(side).alias(f"{side}_reason") for side in SIDES)
    rows = rows.with_columns(
        pl.when(pl.col(f"{side}_reason").is_null()).then(pl.col(f"{side}_numerator", f"{side}_denominator"))
        for side in SIDES
    )
    return rows.with_columns(rate(f"{side}_numerator", f"{side}_denominator").alias(f"{side}_rate") for side in SIDES)


def _side_reason(side: str) -> pl.Expr:
    """Why a side has no rate, the first that applies: there is no such side, none of its schools has a figure and why,
    too few years, too many schools without a figure, or people of whom nothing is known.
    """
    schools, missing = pl.col(f"{side}_schools"), pl.col(f"{side}_missing")
    years = pl.sum_horizontal(pl.col(f"{side}_{name}").fill_null(False).cast(pl.Int8) for name in YEARS)
    return (
        pl.when(pl.col(f"{side}_size") == 0)
        .then(_no_ends())
        .when(schools == 0)
        .then(_why_nothing(side))
        .when(is_short("window", years))
        .then(pl.lit(reasons.TOO_FEW_YEARS))
        .when(is_incomplete(schools, missing) | is_incomplete(*(pl.col(f"{side}_{name}") for name in _PEOPLE)))
        .then(pl.lit(reasons.TOO_MANY_MISSING))
    )


def _no_ends() -> pl.Expr:
    """Why schools do not form two ends: nobody takes part, of unknown shares those withheld first, or too alike."""
    why = pl.col("why_nobody")
    return (
        pl.when(why.is_in([reasons.NO_SHARES, reasons.TOO_MANY_UNKNOWN]) & pl.col("shares_withheld"))
        .then(pl.lit(reasons.WITHHELD))
        .when(why.is_not_null())
        .then(why)
        .when((pl.col("focal_size") == 0) | (pl.col("reference_size") == 0))
        .then(pl.lit(reasons.NO_SPREAD))
    )


def _why_nothing(side: str) -> pl.Expr:
    """Why no school of a side has a figure: the first reason of its schools; where those with somebody to count have
    none, nothing was sent.
    """
    nothing_sent = (
        pl.when(pl.col("school_year") < pl.col("first_year"))
        .then(pl.lit(reasons.NOT_COLLECTED))
        .otherwise(pl.lit(reasons.NOT_SUBMITTED))
    )
    why = pl.col(f"{side}_why").replace_strict(dict(enumerate(reasons.ORDER)), default=None, return_dtype=pl.String)
    is_told = (why != reasons.ZERO_DENOMINATOR) | (pl.col(f"{side}_missing") == 0)
    return pl.when(is_told).then(why).otherwise(nothing_sent)


def _with_statistics(rows: pl.DataFrame) -> pl.DataFrame:
    """Difference, ratio and people to close where there is no reason against; all from unrounded rates and whole
    numbers.
    """
    fine = pl.col("reason").is_null()
    focal_n, focal_d, reference_n, reference_d = (
        pl.col(f"{side}_{part}").cast(pl.Int128) for side in (FOCAL, REFERENCE) for part in ("numerator", "denominator")
    )
    crossed = focal_n * reference_d - reference_n * focal_d
    close = pl.when(crossed > 0).then(whole_units_up(crossed, reference_d * SCALE)).otherwise(pl.lit(0, pl.Int64))
    has_ratio = fine & (pl.col("reference_numerator") > 0)
    return rows.with_columns(
        difference=pl.when(fine).then(pl.col("focal_rate") - pl.col("reference_rate")),
        ratio=pl.when(has_ratio).then(pl.col("focal_rate") / pl.col("reference_rate")),
        people_to_close=pl.when(fine).then(close),
        ratio_reason=pl.when(fine & ~has_ratio).then(pl.lit(reasons.REFERENCE_ZERO)).otherwise("reason"),
    )


def _years_used() -> pl.Expr:
    """The years that have data in either end, oldest first; empty where there are none."""
    used = {back: pl.any_horizontal(f"focal_{name}", f"reference_{name}") for back, name in enumerate(YEARS)}
    years: list[Any] = [pl.when(used[back]).then(pl.col("school_year") - back) for back in sorted(used, reverse=True)]
    return pl.concat_list(years).list.drop_nulls().cast(pl.List(pl.Int16))
