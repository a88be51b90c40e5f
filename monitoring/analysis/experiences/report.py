"""The Student Learning Experience report: how often students of a group meet teachers of a category, beside all who are
not of the group. Source: metrics D3; the state's rule is a ratio of 1.5 or more, of unrounded rates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.amounts import rate

from .classes import CATEGORIES
from .counts import ExperienceYear, by_category, experiences_of
from .jackknife import ratio_intervals
from .student_groups import STUDENT_GROUPS
from .students import COUNTED, students_of

WINDOWS = (1, 3, 5)  # years of history
GAP = (3, 2)  # a ratio of so much is a gap: 1.5
PLACE = ["org_code", "category_id", "group_id"]
ROW = ["school_year", "window", *PLACE]
SIDES = {True: "focal", False: "reference"}
_SUMS = ("having", "known", "asked", "weighed_having", "weighed_known")
_OF_A_SIDE = (*_SUMS, *COUNTED)
TEACHERS = ("teachers", "teachers_having", "teachers_without")


def report_of(
    cohort: pl.DataFrame,
    years: Collection[ExperienceYear],
    *,
    district: str,
    school_year: int,
    dese_compat: bool = False,
) -> pl.DataFrame:
    """The report of a district and of its schools, for each of WINDOWS.

    In: `cohort` of the district's October of `school_year` (`cohort_of`), and what is there of the years up to it, each
    once. Grain: ROW. Of focal (students of the group) and reference (known not to be of it): experiences _having the
    category and _known, _asked; the same weighed by the teacher's share of a class (ten-thousandths); _students, _met,
    _met_known, _twice, _twice_known (`students_of`); _rate and _weighed_rate (0..1), ratio and weighed_ratio; teachers
    behind both sides, those of them having the category, and those without; is_gap; reason why there is no ratio;
    ratio_low and ratio_high, or interval_reason (`ratio_intervals`). All unrounded. `dese_compat`: as Edwin has it
    where the reference has none.
    """
    met = by_category(experiences_of(cohort, years)).filter(pl.col("asked") > 0)
    frames = []
    for window in WINDOWS:
        there = [one for one in years if school_year - window < one.school_year <= school_year]
        if there:
            in_window = met.filter(pl.col("school_year").is_in([one.school_year for one in there]))
            rows = _of_window(cohort, in_window.drop("school_year"), students_of(cohort, there), district)
            frames.append(rows.with_columns(school_year=pl.lit(school_year, pl.Int16), window=pl.lit(window, pl.Int8)))
    return _compared(pl.concat(frames), dese_compat).sort(ROW)


def _of_window(cohort: pl.DataFrame, met: pl.DataFrame, asked: pl.DataFrame, district: str) -> pl.DataFrame:
    """Sums of both sides beside each other: experiences (`met`) and students (`asked`). Grain: PLACE."""
    met, asked = (pl.concat([frame, frame.with_columns(pl.lit(district).alias("org_code"))]) for frame in (met, asked))
    teachers = _sides_of_teachers(met)
    rows = _every_row(cohort, district)
    for frame in (_teachers(teachers), ratio_intervals(teachers, PLACE)):
        rows = rows.join(frame, on=PLACE, how="left")
    for is_inside, side in SIDES.items():
        of_side = pl.col("is_inside") == is_inside
        for frame, names in ((met, _SUMS), (asked, COUNTED)):
            sums = frame.filter(of_side).group_by(PLACE).agg(pl.col(names).sum().name.prefix(f"{side}_"))
            rows = rows.join(sums, on=PLACE, how="left")
    return rows.with_columns(pl.col(f"{side}_{name}" for side in SIDES.values() for name in _OF_A_SIDE).fill_null(0))


def _every_row(cohort: pl.DataFrame, district: str) -> pl.DataFrame:
    orgs = cohort.select("org_code").unique()
    places = pl.concat([orgs, pl.DataFrame({"org_code": [district]})])
    categories = pl.DataFrame({"category_id": [one.id for one in CATEGORIES]})
    groups = pl.DataFrame({"group_id": [one.id for one in STUDENT_GROUPS]})
    return places.join(categories, how="cross").join(groups, how="cross")


def _sides_of_teachers(met: pl.DataFrame) -> pl.DataFrame:
    """Grain: PLACE, mepid: focal_having, focal_known, reference_having, reference_known."""
    sums = [
        pl.col(name).filter(pl.col("is_inside") == is_inside).sum().alias(f"{side}_{name}")
        for is_inside, side in SIDES.items()
        for name in ("having", "known")
    ]
    return met.group_by(*PLACE, "mepid").agg(sums)


def _teachers(each: pl.DataFrame) -> pl.DataFrame:
    """How many teachers of whom it is known stand behind both sides. Grain: PLACE."""
    having, known = (pl.col(f"focal_{name}") + pl.col(f"reference_{name}") for name in ("having", "known"))
    return (
        each.filter(known > 0)
        .group_by(PLACE)
        .agg(teachers=pl.len(), teachers_having=(having > 0).sum(), teachers_without=(having < known).sum())
    )


def _compared(rows: pl.DataFrame, dese_compat: bool) -> pl.DataFrame:
    rows = rows.with_columns(pl.col(TEACHERS).fill_null(0).cast(pl.Int64))
    rows = rows.with_columns(
        *(rate(f"{side}_having", f"{side}_known").alias(f"{side}_rate") for side in SIDES.values()),
        *(
            rate(f"{side}_weighed_having", f"{side}_weighed_known").alias(f"{side}_weighed_rate")
            for side in SIDES.values()
        ),
        reason=_reason(dese_compat),
    )
    has_ratio = pl.col("reason").is_null()
    return rows.with_columns(
        *_ratios(dese_compat),
        pl.when(has_ratio).then(pl.col("interval_reason")),
        is_gap=_is_gap(dese_compat),
    )


def _reason(dese_compat: bool) -> pl.Expr:
    is_zero = pl.lit(False) if dese_compat else pl.col("reference_having") == 0
    return (
        pl.when((pl.col("focal_known") == 0) | (pl.col("reference_known") == 0))
        .then(pl.lit(reasons.ZERO_DENOMINATOR))
        .when(is_zero)
        .then(pl.lit(reasons.REFERENCE_ZERO))
    )


def _ratios(dese_compat: bool) -> Iterable[pl.Expr]:
    """Edwin takes one experience where the reference has none (`dese_compat`; unverified)."""
    for prefix in ("", "weighed_"):
        counted, known = (f"{side}_{prefix}known" for side in SIDES.values())
        having = _of_reference(f"reference_{prefix}having", dese_compat)
        ratio = pl.col(f"focal_{prefix}having") / pl.col(counted) / (having / pl.col(known))
        yield pl.when(pl.col("reason").is_null(), having > 0).then(ratio).alias(f"{prefix}ratio")


def _of_reference(name: str, dese_compat: bool) -> pl.Expr:
    return pl.max_horizontal(pl.col(name), 1) if dese_compat else pl.col(name)


def _is_gap(dese_compat: bool) -> pl.Expr:
    """Whole numbers on both sides, so that no rounding decides."""
    many, few = GAP
    having = _of_reference("reference_having", dese_compat).cast(pl.Int128)
    left = few * pl.col("focal_having").cast(pl.Int128) * pl.col("reference_known")
    right = many * having * pl.col("focal_known")
    return pl.when(pl.col("reason").is_null()).then(left >= right)
