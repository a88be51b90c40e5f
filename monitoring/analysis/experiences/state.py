"""The state's experiences: what districts' reports add up to, and how much of a gap lies between districts, between
schools of one district and within schools.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.audience import FEWEST_DISTRICTS, Part
from monitoring.analysis.decomposition import DISTRICT, SIDES, STATEWIDE, decompose, parts_of
from monitoring.analysis.people.staff_year import ITS_DISTRICT
from monitoring.analysis.reasons import TELLS_OF_FEW

from .parts import IS_DISTRICT, KEY, units_of, without_incomplete
from .protection import TWICE, is_rare
from .ratios import WEIGHTS, with_ratios
from .students import COUNTED

COUNTS = (*(f"{weight}{name}" for weight in WEIGHTS for name in ("having", "known")), "asked", "students", *COUNTED)
OF_SIDES = tuple(f"{side}_{name}" for side in SIDES for name in COUNTS)
COVERAGE = ("seats", "seats_taught")
NEEDED = (*KEY, "org_code", *OF_SIDES, *COVERAGE)  # of a report
LISTED = (  # of each district, beside the state's
    *("org_code", *KEY, "ratio", "weighted_ratio", "is_gap", "reason", "ratio_low", "ratio_high", "interval_reason"),
    *(f"{side}_{weight}{name}" for side in SIDES for weight in WEIGHTS for name in ("rate", "having", "known")),
    *(f"{side}_students" for side in SIDES),
)
PARTS = parts_of(STATEWIDE)
DISTRICTS = tuple(f"{side}_districts" for side in SIDES)
FEWEST_FOR_PARTS = 12  # districts, as for intervals: parts are equations of what the others have


def state_of(report: pl.DataFrame) -> pl.DataFrame:
    """In: the reports of all districts there are, districts and schools, as `report_of` gives them. Grain: KEY.

    Of focal and reference: COUNTS (a student whom two districts report in October counts in both), _rate,
    _weighted_rate, and in how many _districts anything is known; ratio, weighted_ratio, is_gap and reason; gap, the
    difference of both rates (of what is good to meet, of those who are not) and PARTS, which add up to it, with
    gap_reason; COVERAGE. Sources: metrics D3, D6.
    """
    sums = (
        report.filter(IS_DISTRICT)
        .group_by(KEY)
        .agg(
            pl.col(*OF_SIDES, *COVERAGE).sum(),
            *((pl.col(f"{side}_known") > 0).sum().alias(f"{side}_districts") for side in SIDES),
            interval_reason=pl.lit(None, pl.String),
        )
    )
    units = units_of(report).with_columns(ITS_DISTRICT.alias(DISTRICT))
    whole = with_ratios(sums).drop("interval_reason")
    parts = without_incomplete(decompose(units, KEY, STATEWIDE), whole, PARTS).rename({"reason": "gap_reason"})
    return whole.join(parts, on=KEY, how="left").sort(KEY)


def without_hidden(
    state: pl.DataFrame, report: pl.DataFrame, shared: pl.DataFrame, parts: pl.DataFrame
) -> pl.DataFrame:
    """The state's rows, without what rests on two districts or one and is not shown of one of them: it would tell it.
    In: `state_of` the `report`; of all districts the rows (`shared`) and the parts of gaps that others see.
    """
    own = report.filter(IS_DISTRICT).select("org_code", *KEY, *(f"{side}_known" for side in SIDES), is_rare=is_rare())
    hidden = shared.select("org_code", *KEY, is_hidden=_is_kept_back())
    few = own.join(hidden, on=["org_code", *KEY]).group_by(KEY).agg(_rests_on_hidden())
    split = parts.group_by(KEY).agg(is_split_hidden=_is_kept_back().any())
    found = state.join(few, on=KEY, how="left").join(split, on=KEY, how="left").sort(KEY)
    is_split_hidden = pl.col("is_of_few") & pl.col("is_split_hidden")
    found = _without(found, pl.col("is_of_few") & pl.col("is_rare"), TWICE, [])
    found = _without(found, pl.col("is_told_of_few"), [*_FIGURES, "gap", *PARTS], ["reason", "gap_reason"])
    return _without(found, is_split_hidden, ["gap", *PARTS], ["gap_reason"]).select(state.columns)


def _without(rows: pl.DataFrame, is_hidden: pl.Expr, figures: Sequence[str], told: Sequence[str]) -> pl.DataFrame:
    is_shown, why = ~is_hidden.fill_null(False), pl.lit(reasons.SUPPRESSED)
    hidden = (pl.when(is_shown).then(name).otherwise(why).alias(name) for name in told)
    return rows.with_columns(pl.when(is_shown).then(pl.col(figures)), *hidden)


def _is_kept_back() -> pl.Expr:
    return (pl.col("reason") == reasons.SUPPRESSED).fill_null(False)


def _rests_on_hidden() -> list[pl.Expr]:
    """Of all districts: whether a side is of too few, one of them hidden; whether both together are of too few; and
    whether of one of them it is not shown who met any twice.
    """
    known = [pl.col(f"{side}_known") > 0 for side in SIDES]
    is_few = [(one.sum() < FEWEST_DISTRICTS) & (one & pl.col("is_hidden")).any() for one in known]
    return [
        pl.any_horizontal(is_few).alias("is_told_of_few"),
        (pl.any_horizontal(known).sum() < FEWEST_DISTRICTS).alias("is_of_few"),
        pl.col("is_rare").any(),
    ]


def gaps_of(state: pl.DataFrame) -> pl.DataFrame:
    """Of what `state_of` gives, gaps and PARTS, with the reason why there are none, as of a district. Grain: KEY."""
    return state.select(*KEY, "gap", *PARTS, reason="gap_reason")


def of_few() -> tuple[Part, Part]:
    """What districts do not see where it rests on few of them: everything, or the parts of a gap. Of rows of `state_of`
    with FEWEST: of how many districts both sides are, or the one that has fewer.
    """
    return (
        Part("fewest", [*_FIGURES, "gap", *PARTS], told=("reason", "gap_reason")),
        Part("fewest", ["gap", *PARTS], told=("gap_reason",), because=TELLS_OF_FEW, fewest=FEWEST_FOR_PARTS),
    )


FEWEST = pl.min_horizontal(DISTRICTS).alias("fewest")
_COMPUTED = (
    *(f"{side}_{weight}rate" for side in SIDES for weight in WEIGHTS),
    *("ratio", "weighted_ratio", "is_gap"),
)
_FIGURES = (*OF_SIDES, *_COMPUTED, *COVERAGE)
