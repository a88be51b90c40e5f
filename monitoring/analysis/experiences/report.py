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
from .student_groups import STUDENT_GROUPS
from .students import COUNTED, students_of

WINDOWS = (1, 3, 5)  # years of history
GAP = (3, 2)  # a ratio of so much is a gap: 1.5
ROW = ["school_year", "window", "org_code", "category_id", "group_id"]
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
    behind both sides, those of them having the category, and those without; is_gap, and reason why there is no ratio.
    All unrounded. `dese_compat`: as Edwin does where the reference has none.
    """
    frames = []
    for window in WINDOWS:
        there = [one for one in years if school_year - window < one.school_year <= school_year]
        if there:
            rows = _of_window(cohort, there, district).with_columns(window=pl.lit(window, pl.Int8))
            frames.append(rows.with_columns(school_year=pl.lit(school_year, pl.Int16)))
    found = pl.concat(frames)
    return _compared(found, dese_compat).sort(ROW)


def _of_window(cohort: pl.DataFrame, years: Collection[ExperienceYear], district: str) -> pl.DataFrame:
    """Sums of both sides beside each other. Grain: org_code, category_id, group_id."""
    of_district = pl.lit(district).alias("org_code")
    met = by_category(experiences_of(cohort, years).drop("school_year"))
    met = met.filter(pl.col("asked") > 0)
    met = pl.concat([met, met.with_columns(of_district)])
    asked = students_of(cohort, years)
    asked = pl.concat([asked, asked.with_columns(of_district)])
    key = ["org_code", "category_id", "group_id"]
    rows = _every_row(cohort, district).join(_teachers(met, key), on=key, how="left")
    for is_inside, side in SIDES.items():
        of_side = pl.col("is_inside") == is_inside
        for frame, names in ((met, _SUMS), (asked, COUNTED)):
            sums = frame.filter(of_side).group_by(key).agg(pl.col(names).sum().name.prefix(f"{side}_"))
            rows = rows.join(sums, on=key, how="left")
    return rows.with_columns(pl.col(f"{side}_{name}" for side in SIDES.values() for name in _OF_A_SIDE).fill_null(0))


def _every_row(cohort: pl.DataFrame, district: str) -> pl.DataFrame:
    orgs = cohort.select("org_code").unique()
    places = pl.concat([orgs, pl.DataFrame({"org_code": [district]})])
    categories = pl.DataFrame({"category_id": [one.id for one in CATEGORIES]})
    groups = pl.DataFrame({"group_id": [one.id for one in STUDENT_GROUPS]})
    return places.join(categories, how="cross").join(groups, how="cross")


def _teachers(met: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """How many teachers of whom it is known stand behind both sides."""
    each = met.group_by(*key, "mepid").agg(pl.col("having", "known").sum()).filter(pl.col("known") > 0)
    is_having, is_without = pl.col("having") > 0, pl.col("having") < pl.col("known")
    return each.group_by(key).agg(teachers=pl.len(), teachers_having=is_having.sum(), teachers_without=is_without.sum())


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
    return rows.with_columns(_ratios(dese_compat)).with_columns(is_gap=_is_gap(dese_compat))


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
