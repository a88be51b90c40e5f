"""What others than the district see of a report: nothing that rests on few students or teachers."""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.intervals import ENDS

from .classes import CATEGORIES
from .report import ROW

OF_STUDENTS, OF_TEACHERS = ("met_known", "twice_known"), ("teachers_having", "teachers_without")
TWICE = [f"{side}_{name}" for side in ENDS for name in ("twice", "twice_known")]
JUDGED = tuple(f"{side}_{name}" for side in ENDS for name in ("met_known", *OF_TEACHERS))  # by which a row is small
FEWEST_STUDENTS = 6  # of each side of whom an experience is known
FEWEST_TEACHERS = 3  # of each side having the category, and not having it
PERSONAL = [one.id for one in CATEGORIES if one.is_personal]


def for_others(report: pl.DataFrame) -> pl.DataFrame:
    """The report without the figures of small groups, with the reason. In and out: as `report_of` gives it. Source:
    metrics D3 (small n), which for ratings takes in that all are rated alike.

    Not weighed is what several rows tell together: groups that make up all students, schools that make up a district.

    >>> row = dict.fromkeys(ROW, "a") | {"ratio": 1.5, "reason": None}
    >>> row |= {f"{side}_{name}": 6 for side in ENDS for name in (*OF_STUDENTS, *OF_TEACHERS, "twice", "known")}
    >>> rows = pl.DataFrame([row, row | {"reference_teachers_having": 2}, row | {"focal_twice_known": 5}])
    >>> for_others(rows).select("ratio", "focal_twice", "reason").rows()
    [(1.5, 6, None), (None, None, 'suppressed'), (1.5, None, None)]
    """
    return _without(report, is_small(), is_rare())


def for_members(report: pl.DataFrame) -> pl.DataFrame:
    """The report as members of the district see it: everything, but of ratings and absence no row in which fewer than
    FEWEST_TEACHERS are surely behind a side, for it would tell one teacher's. In and out: as `report_of` gives it.

    >>> row = dict.fromkeys(ROW, "T_ABS_GT10") | {"ratio": 1.5, "reason": None}
    >>> row |= {f"{side}_{name}": 3 for side in ENDS for name in (*OF_STUDENTS, *OF_TEACHERS, "twice", "known")}
    >>> few = row | {"focal_teachers_having": 0, "focal_teachers_without": 2}
    >>> rows = pl.DataFrame([row, few, few | {"category_id": "T_UNQ"}])
    >>> for_members(rows).select("ratio", "reason").rows()
    [(1.5, None), (None, 'suppressed'), (1.5, None)]
    """
    behind = [pl.max_horizontal(f"{side}_{name}" for name in OF_TEACHERS) for side in ENDS]
    is_few = pl.any_horizontal((one > 0) & (one < FEWEST_TEACHERS) for one in behind).fill_null(False)
    return _without(report, pl.col("category_id").is_in(PERSONAL) & is_few, pl.lit(value=False))


def _without(report: pl.DataFrame, is_small: pl.Expr, is_rare: pl.Expr) -> pl.DataFrame:
    """Of the rows that are small nothing, with the reason; of those that are rare, not who met any twice. Where nothing
    is known of anybody there is nothing to hide, and the reason is that.
    """
    is_anything_known = pl.any_horizontal(pl.col(f"{side}_known") > 0 for side in ENDS).fill_null(False)
    is_kept_back = is_small & ((pl.col("reason") != reasons.ZERO_DENOMINATOR).fill_null(True) | is_anything_known)
    hidden = [name for name in report.columns if name not in (*ROW, "reason", *TWICE)]
    return report.with_columns(
        pl.when(~is_small).then(pl.col(hidden)),
        pl.when(~is_small, ~is_rare).then(pl.col(TWICE)),
        reason=pl.when(is_kept_back).then(pl.lit(reasons.SUPPRESSED)).otherwise("reason"),
    )


def is_rare() -> pl.Expr:
    """Whether of too few it is known what they met in two years that follow each other."""
    return pl.min_horizontal(f"{side}_twice_known" for side in ENDS) < FEWEST_STUDENTS


def is_small() -> pl.Expr:
    """Whether too few students or teachers stand behind a row."""
    students = pl.min_horizontal(f"{side}_met_known" for side in ENDS)
    teachers = pl.min_horizontal(f"{side}_{name}" for side in ENDS for name in OF_TEACHERS)
    return (students < FEWEST_STUDENTS) | (teachers < FEWEST_TEACHERS)


def for_a_school(report: pl.DataFrame, school: pl.DataFrame) -> pl.DataFrame:
    """The district's rows for who sees one school of it whole: as others see them, and none from which, with the
    school's own taken away, too few would be left to be shown. In: rows of the district and of the school, as
    `report_of` gives them, at most one each of window, category and group.

    Students are of one school, and what is left of them is known; of teachers, who may be at several, it is at least
    so many as the district has more. Where nobody is left, nothing is told of others.

    >>> row = dict.fromkeys(ROW, "a") | {"ratio": 1.5, "reason": None}
    >>> counted = (*OF_STUDENTS, *OF_TEACHERS, "twice", "students", "known")
    >>> row |= {f"{side}_{name}": 12 for side in ENDS for name in counted}
    >>> whole = pl.DataFrame([row])
    >>> most, half = (whole.with_columns(pl.col(pl.Int64) * part // 12) for part in (7, 6))
    >>> [for_a_school(whole, rows)["ratio"][0] for rows in (most, half, whole, whole.clear())]
    [None, 1.5, 1.5, 1.5]
    """
    students = [f"{side}_students" for side in ENDS]
    counted = [*students, *(f"{side}_{name}" for side in ENDS for name in (*OF_STUDENTS, *OF_TEACHERS))]
    key = [name for name in ROW if name != "org_code"]
    own = school.select(*key, pl.col(counted).name.suffix("_own"))
    left = {name: pl.col(name) - pl.col(f"{name}_own").fill_null(0) for name in counted}
    rest = report.join(own, on=key, how="left", maintain_order="left", nulls_equal=True).select(**left)
    is_anybody_left = pl.sum_horizontal(students) > 0
    flags = rest.select(left_small=is_small() & is_anybody_left, left_rare=is_rare() & is_anybody_left)
    shown = pl.concat([for_others(report), flags], how="horizontal")
    return _without(shown, pl.col("left_small"), pl.col("left_rare")).drop("left_small", "left_rare")
