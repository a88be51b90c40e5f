"""What others than the district see of a report: nothing that rests on few students or teachers."""

from __future__ import annotations

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.intervals import ENDS

from .report import ROW

OF_STUDENTS, OF_TEACHERS = ("met_known", "twice_known"), ("teachers_having", "teachers_without")
FEWEST_STUDENTS = 6  # of each side of whom an experience is known
FEWEST_TEACHERS = 3  # of each side having the category, and not having it


def for_others(report: pl.DataFrame) -> pl.DataFrame:
    """The report without the figures of small groups, with the reason. In and out: as `report_of` gives it. Source:
    metrics D3 (small n), which for ratings takes in that all are rated alike.

    Not weighed is what several rows tell together: groups that make up all students, schools that make up a district.

    >>> row = dict.fromkeys(ROW, "a") | {"ratio": 1.5, "reason": None}
    >>> row |= {f"{side}_{name}": 6 for side in ENDS for name in (*OF_STUDENTS, *OF_TEACHERS, "twice")}
    >>> rows = pl.DataFrame([row, row | {"reference_teachers_having": 2}, row | {"focal_twice_known": 5}])
    >>> for_others(rows).select("ratio", "focal_twice", "reason").rows()
    [(1.5, 6, None), (None, None, 'suppressed'), (1.5, None, None)]
    """
    twice = [f"{side}_{name}" for side in ENDS for name in ("twice", "twice_known")]
    hidden = [name for name in report.columns if name not in (*ROW, "reason", *twice)]
    is_rare = pl.min_horizontal(f"{side}_twice_known" for side in ENDS) < FEWEST_STUDENTS
    return report.with_columns(
        pl.when(~is_small()).then(pl.col(hidden)),
        pl.when(~is_small(), ~is_rare).then(pl.col(twice)),
        reason=pl.when(is_small()).then(pl.lit(reasons.SUPPRESSED)).otherwise("reason"),
    )


def is_small() -> pl.Expr:
    """Whether too few students or teachers stand behind a row."""
    students = pl.min_horizontal(f"{side}_met_known" for side in ENDS)
    teachers = pl.min_horizontal(f"{side}_{name}" for side in ENDS for name in OF_TEACHERS)
    return (students < FEWEST_STUDENTS) | (teachers < FEWEST_TEACHERS)
