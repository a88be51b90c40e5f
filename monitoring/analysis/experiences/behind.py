"""The classes behind a number of the report: where students of a cohort met teachers of a category, and how much of a
gap lies between courses and between classes of one course. No person is named in it, by name or number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from monitoring.analysis import reasons
from monitoring.analysis.decomposition import COURSE, SCHOOL, decompose, parts_of

from .classes import SECTION, Category
from .ratios import FAVORABLE
from .student_groups import BITS
from .years import ExperienceYear

CLASS_ROW = ["school_year", *SECTION]
SIDES = ("focal", "reference")
OF_SCHOOLS, OF_ONE_SCHOOL = (SCHOOL, COURSE), (COURSE,)
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
    students = _sides(cohort, group_id)
    found = [_of_year(students, year, category.bit) for year in years]
    whole = pl.concat([pl.DataFrame(schema=BEHIND), *found])
    return whole.sort(CLASS_ROW, descending=[True, *(False for _ in SECTION)])


def _sides(cohort: pl.DataFrame, group_id: str) -> pl.DataFrame:
    bit = BITS[group_id]
    is_known, is_inside = pl.col("known") & bit > 0, pl.col("inside") & bit > 0
    return cohort.select("sasid", "org_code", focal=is_known & is_inside, reference=is_known & ~is_inside)


def _of_year(students: pl.DataFrame, year: ExperienceYear, bit: int) -> pl.DataFrame:
    taught = year.classes.filter(pl.col("having") & bit > 0).group_by("class", *SECTION).agg(teachers=pl.len())
    sat = year.seats.join(taught.select("class"), on="class", how="semi").join(students.drop("org_code"), on="sasid")
    sides = sat.group_by("class").agg(pl.col(SIDES).sum())
    rows = taught.join(sides, on="class").filter(pl.sum_horizontal(SIDES) > 0)
    return rows.with_columns(school_year=pl.lit(year.school_year)).select(
        pl.col(name).cast(kind) for name, kind in BEHIND.items()
    )


def experiences_in(classes: pl.DataFrame) -> tuple[int, int]:
    """How many experiences of either side these classes (`classes_behind`) are."""
    focal, reference = (int((classes["teachers"] * classes[side]).sum()) for side in SIDES)
    return focal, reference


def split_by_course(
    cohort: pl.DataFrame, years: Iterable[ExperienceYear], category: Category, group_id: str, *, units: Sequence[str]
) -> dict[str, Any]:
    """How much of the gap in these years' experiences lies between courses of a school, and how much between classes of
    one course of a year (`units`: OF_ONE_SCHOOL), beside what lies between the students' schools (OF_SCHOOLS). Within a
    class nothing does, for whoever sits in it meets all of its teachers. Out: gap, its parts, and reason why there is
    none. In: as of `classes_behind`. Source: metrics D6.

    >>> cohort = pl.DataFrame({"sasid": [1, 2], "org_code": "00010505", "inside": [1, 0], "known": [1, 1]})
    >>> seats = pl.DataFrame({"sasid": [1, 2], "class": [0, 1]}, schema_overrides={"class": pl.UInt32})
    >>> where = {"org_code": "00010505", "course_code": "02052", "section_id": ["1", "2"], "term": "FY"}
    >>> of = {"class": [0, 1], "mepid": ["t", "u"], "having": [1, 0], "known": 1, "asked": 1, "share": 10_000}
    >>> year = ExperienceYear(2025, seats, pl.DataFrame({**of, **where}, schema_overrides={"class": pl.UInt32}))
    >>> from .classes import CATEGORIES
    >>> split_by_course(cohort, [year], CATEGORIES[0], "low_income", units=OF_ONE_SCHOOL)
    {'gap': 1.0, 'between_courses': 0.0, 'within_courses': 1.0, 'reason': None}
    """
    students = _sides(cohort, group_id)
    rows = pl.concat([pl.DataFrame(schema=COURSES), *(_courses_of(students, year, category) for year in years)])
    found = decompose(rows.with_columns(group_id=pl.lit(group_id)), ["group_id"], units)
    parts = parts_of(units)
    if found.is_empty():
        return {"gap": None, **dict.fromkeys(parts), "reason": reasons.ZERO_DENOMINATOR}
    return found.select("gap", *parts, "reason").row(0, named=True)


COURSES: dict[str, type[pl.DataType]] = {
    **dict.fromkeys((SCHOOL, COURSE, "side"), pl.String),
    **dict.fromkeys(("numerator", "denominator"), pl.Int64),
}


def _courses_of(students: pl.DataFrame, year: ExperienceYear, category: Category) -> pl.DataFrame:
    """Of both sides the experiences in each course of a year, on the adverse outcome. Grain: SCHOOL, COURSE, class and
    side; SCHOOL: the students'.
    """
    having, known = (pl.col(name) & category.bit > 0 for name in ("having", "known"))
    counted = known & ~having if category.id in FAVORABLE else known & having
    course = pl.concat_str(pl.lit(year.school_year), "org_code", "course_code", separator=" ")
    taught = year.classes.group_by("class", course.alias(COURSE)).agg(
        numerator=counted.sum().cast(pl.Int64), denominator=known.sum().cast(pl.Int64)
    )
    sat = year.seats.join(taught, on="class").join(students, on="sasid")
    return pl.concat(
        sat.filter(side).select(SCHOOL, COURSE, pl.lit(side).alias("side"), "numerator", "denominator")
        for side in SIDES
    )
