"""What districts see of the state: no figure of fewer than three of them, and none that others seen give away. Frames
in, frames out.
"""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.audience import FEWEST_DISTRICTS, Part, fewest_in_a_year, for_each_audience
from monitoring.analysis.gaps import REASONS, YEARS, with_flags
from monitoring.analysis.intervals import rounded_outward

from .pooling import OWN, PEOPLE, POOLED

_ITEM = ["school_year", "measure_id", "window"]
_ENDS = tuple(f"{side}_{name}" for side in ("focal", "reference") for name in ("numerator", "denominator", "rate"))
_INTERVALS = ("difference_low", "difference_high", "ratio_low", "ratio_high")
_ALL = tuple(f"all_{name}" for name in ("numerator", "denominator", "rate"))
_SAID = ("difference", "ratio", "interval_reason", "verdict", "people_to_close", "years_used", "sources")
FIGURES_OF_GAPS = (*_ENDS, *_ALL, *_INTERVALS, *_SAID)
# A district knows its own schools and the sums at each end. What the ends of an interval tell beside, rounded as they
# are, settles the numbers of a few others, and of so many districts leaves those of each open.
FEWEST_FOR_INTERVALS = 12


def values_for_each_audience(values: pl.DataFrame, districts: pl.DataFrame) -> pl.DataFrame:
    """Values of the state with `seen_by`. A figure published for the state itself is everybody's; a sum may rest on too
    few districts, in its year or in one of its window. `districts`: sums of districts.
    """
    behind = _known(districts).group_by(_ITEM).agg(_behind=fewest_in_a_year("org_code", YEARS))
    counted = values.join(behind, on=_ITEM, how="left").with_columns(
        _behind=pl.when(pl.col("basis") == POOLED, pl.col("rate").is_not_null()).then("_behind")
    )
    figures = (
        *("numerator", "denominator", "rate", "people_known", "people_missing", "years_used"),
        "sources",
        "source_rows",
    )
    return for_each_audience(counted, Part("_behind", figures)).drop("_behind")


def parts_of_the_state(schools: pl.DataFrame, districts: pl.DataFrame, organizations: pl.DataFrame) -> pl.DataFrame:
    """Per (school_year, measure_id, window): of how many districts the figures are of the level of schools where these
    are fewest, schools without a level among them (`of_a_level`), and how many districts have a figure of their own in
    place of their schools' (`of_their_own`; sent, or computed from persons, whichever are fewer), which are in the
    state's value and in no comparison of schools.

    `schools`, `districts`: their sums.
    """
    places = organizations.select("org_code", pl.col("level").fill_null(""), "district_code")
    of_levels = _known(schools).join(places, on="org_code").group_by(*_ITEM, "level")
    levels = of_levels.agg(of_a_level=fewest_in_a_year("district_code", YEARS))
    of_a_kind = _known(districts).filter(pl.col("basis").is_in([OWN, PEOPLE])).group_by(*_ITEM, "basis")
    own = of_a_kind.agg(of_their_own=fewest_in_a_year("org_code", YEARS)).group_by(_ITEM)
    return (
        levels.group_by(_ITEM)
        .agg(pl.col("of_a_level").min())
        .join(own.agg(pl.col("of_their_own").min()), on=_ITEM, how="full", coalesce=True)
    )


def gaps_for_each_audience(gaps: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Gaps across the state with `seen_by`. All schools of the levels add up to those of the state, and these with what
    districts sent of their own to its value: where one part rests on too few districts, districts see the whole of
    none. `parts`: as `parts_of_the_state` gives them.
    """
    part = (
        pl.when(pl.col("all_denominator").is_null() | (pl.col("scope") == "districts"))
        .then(None)
        .when(pl.col("scope") == "level")
        .then(pl.min_horizontal("of_a_level", "of_their_own"))
        .otherwise("of_their_own")
    )
    counted = gaps.join(parts, on=_ITEM, how="left").with_columns(_part=part)
    of_all = Part("_part", _ALL, told=("all_reason",), because=reasons.TELLS_OF_FEW)
    return gaps_with_intervals_of_many(counted, of_all).drop("_part", "of_a_level", "of_their_own")


def gaps_with_intervals_of_many(gaps: pl.DataFrame, *parts: Part, fewest: int = FEWEST_DISTRICTS) -> pl.DataFrame:
    """Gaps across the state with `seen_by`: districts see none of fewer than `fewest` districts, and no interval of
    fewer than FEWEST_FOR_INTERVALS. Ends of intervals are rounded outward, for everybody: unrounded they give the
    spread between the schools of each end, and with the sums there, what each has.
    """
    rounded = gaps.with_columns(rounded_outward())
    has_interval = pl.col("difference_low").is_not_null()
    rounded = rounded.with_columns(_interval=pl.when(has_interval).then("fewest_districts"))
    whole = Part("fewest_districts", FIGURES_OF_GAPS, told=REASONS, fewest=fewest)
    told = ("interval_reason",)
    intervals = Part("_interval", _INTERVALS, told, because=reasons.TELLS_OF_FEW, fewest=FEWEST_FOR_INTERVALS)
    return for_each_audience(rounded, whole, *parts, intervals).drop("_interval")


def _known(sums: pl.DataFrame) -> pl.DataFrame:
    """The sums with a figure, with one flag a year of the window, whether the figure is of it."""
    return with_flags(sums.filter(pl.col("reason").is_null()))
