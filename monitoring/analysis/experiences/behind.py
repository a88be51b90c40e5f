"""The classes behind a number of the report: where students of a cohort met teachers of a category. No person is named
in it, by name or number.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from .classes import SECTION, Category
from .student_groups import BITS
from .years import ExperienceYear

CLASS_ROW = ["school_year", *SECTION]
SIDES = ("focal", "reference")
BEHIND: dict[str, type[pl.DataType]] = {
    "school_year": pl.Int16,
    **dict.fromkeys(SECTION, pl.String),
    **dict.fromkeys(("teachers", *SIDES), pl.Int64),
}


def classes_behind(
    cohort: pl.DataFrame, years: Iterable[ExperienceYear], category: Category, group_id: str
) -> pl.DataFrame:
    """In: `cohort` as `cohort_of` gives it, or those of it who are of one school; `years`: each once. Out, grain
    CLASS_ROW, latest year first: classes with teachers of the category (`teachers`: how many) in which students of the
    cohort sit: of the group (`focal`), and known not to be (`reference`). `teachers` times either, summed, is what the
    report has as focal_having and reference_having of these years.

    >>> cohort = pl.DataFrame({"sasid": [1, 2], "org_code": "00010505", "inside": [1, 0], "known": [1, 1]})
    >>> seats = pl.DataFrame({"sasid": [1, 2, 2], "class": [0, 0, 1]}, schema_overrides={"class": pl.UInt32})
    >>> where = {"org_code": "00010505", "course_code": "02052", "section_id": ["1", "2"], "term": "FY"}
    >>> of = {"class": [0, 1], "mepid": ["t", "u"], "having": [1, 0], "known": 1, "asked": 1, "share": 10_000}
    >>> year = ExperienceYear(2025, seats, pl.DataFrame({**of, **where}, schema_overrides={"class": pl.UInt32}))
    >>> from .classes import CATEGORIES
    >>> classes_behind(cohort, [year], CATEGORIES[0], "low_income").row(0)
    (2025, '00010505', '02052', '1', 'FY', 1, 1, 1)
    """
    bit = BITS[group_id]
    is_known, is_inside = pl.col("known") & bit > 0, pl.col("inside") & bit > 0
    students = cohort.select("sasid", focal=is_known & is_inside, reference=is_known & ~is_inside)
    found = [_of_year(students, year, category.bit) for year in years]
    whole = pl.concat([pl.DataFrame(schema=BEHIND), *found])
    return whole.sort(CLASS_ROW, descending=[True, *(False for _ in SECTION)])


def _of_year(students: pl.DataFrame, year: ExperienceYear, bit: int) -> pl.DataFrame:
    taught = year.classes.filter(pl.col("having") & bit > 0).group_by("class", *SECTION).agg(teachers=pl.len())
    sat = year.seats.join(taught.select("class"), on="class", how="semi").join(students, on="sasid")
    sides = sat.group_by("class").agg(pl.col(SIDES).sum())
    rows = taught.join(sides, on="class").filter(pl.sum_horizontal(SIDES) > 0)
    return rows.with_columns(school_year=pl.lit(year.school_year)).select(
        pl.col(name).cast(kind) for name, kind in BEHIND.items()
    )


def experiences_in(classes: pl.DataFrame) -> tuple[int, int]:
    """How many experiences of either side these classes (`classes_behind`) are."""
    focal, reference = (int((classes["teachers"] * classes[side]).sum()) for side in SIDES)
    return focal, reference
