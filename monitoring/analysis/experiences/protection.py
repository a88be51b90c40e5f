"""What others than the district see of a report: nothing that rests on few students or teachers."""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.intervals import ENDS

from .report import ROW

FEWEST_STUDENTS = 6  # on each side
FEWEST_TEACHERS = 3  # of each side having the category, and not having it


def for_others(report: pl.DataFrame) -> pl.DataFrame:
    """The report without the figures of small groups, with the reason. In and out: as `report_of` gives it. Source:
    metrics D3 (small n), which for ratings takes in that all are rated alike.

    Not weighed is what several rows tell together: groups that make up all students, schools that make up a district.

    >>> row = dict.fromkeys(ROW, "a") | {"focal_students": 6, "reference_students": 90, "ratio": 1.5, "reason": None}
    >>> row |= {f"{side}_teachers_{name}": 3 for side in ENDS for name in ("having", "without")}
    >>> rows = pl.DataFrame([row, row | {"reference_teachers_having": 2}])
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
    teachers = pl.min_horizontal(f"{side}_teachers_{name}" for side in ENDS for name in ("having", "without"))
    return (students < FEWEST_STUDENTS) | (teachers < FEWEST_TEACHERS)
