"""What others than the district see of a report: nothing that rests on few students or teachers."""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons

from .report import ROW

FEWEST_STUDENTS = 6  # on each side
FEWEST_TEACHERS = 3  # having the category, and not having it


def for_others(report: pl.DataFrame) -> pl.DataFrame:
    """The report without the figures of small groups, with the reason. In and out: as `report_of` gives it. Source:
    metrics D3 (small n), which for ratings takes in that all are rated alike.

    Not weighed is what several rows tell together: groups that make up all students, schools that make up a district.

    >>> row = dict.fromkeys(ROW, "a") | {"focal_students": 6, "reference_students": 90, "teachers_having": 3}
    >>> rows = pl.DataFrame([row | {"teachers_without": many, "ratio": 1.5, "reason": None} for many in (3, 2)])
    >>> for_others(rows).select("ratio", "reason").rows()
    [(1.5, None), (None, 'suppressed')]
    """
    hidden = [name for name in report.columns if name not in (*ROW, "reason")]
    return report.with_columns(
        pl.when(~is_small()).then(pl.col(hidden)),
        reason=pl.when(is_small()).then(pl.lit(reasons.SUPPRESSED)).otherwise("reason"),
    )


def is_small() -> pl.Expr:
    """Whether too few students or teachers stand behind a row."""
    students = pl.min_horizontal("focal_students", "reference_students")
    teachers = pl.min_horizontal("teachers_having", "teachers_without")
    return (students < FEWEST_STUDENTS) | (teachers < FEWEST_TEACHERS)
