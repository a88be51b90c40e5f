"""Courses as the files name them, and the fields of license that are in field for each."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitoring.intake.layouts import course_crosswalk

from .chance import Ints
from .classes import Sections
from .laid_out import laid_out, texts
from .schools import GRADES
from .subjects import ESL, GRADE, SPED, SUBJECTS, TAUGHT

# Subject areas of the state's course codes, by subject: from grade 9 on, and below, where 50 is added.
AREAS = np.array([23, 1, 2, 3, 4, 24, 5, 8, 13])
BELOW, UPPER = 50, 10  # the place of grade 9 in GRADES
LETTERS = ("H", "E", "M", "S", "C", "L", "A", "P", "V")  # with which sections begin


def course_codes(subject: Ints, grade: Ints) -> pl.Series:
    """A course a subject and grade.

    >>> course_codes(np.array([2, 2]), np.array([10, 6])).to_list()
    ['02001', '52035']
    """
    is_upper = (grade >= UPPER) & (subject != GRADE)
    area = AREAS[subject] + BELOW * ~is_upper
    number = np.where(is_upper, grade - UPPER + 1, 29 + grade)
    return pl.Series("course", area * 1000 + number).cast(pl.String).str.zfill(5)


def section_ids(sections: Sections, year: int) -> pl.Series:
    """Different for the classes of a school, and from those of other years: subject, grade, year, number."""
    letters, grades = texts(LETTERS, sections.subject), texts(GRADES, sections.grade)
    numbers = pl.Series(sections.number + 1).cast(pl.String).str.zfill(2)
    return pl.select(pl.format("{}{}-{}{}", letters, grades, pl.lit(f"{year % 100:02}"), numbers)).to_series()


def terms(sections: Sections) -> pl.Series:
    return texts(("FY", "S1", "S2"), np.where(sections.is_half, 1 + sections.number % 2, 0))


def crosswalk() -> pl.DataFrame:
    """The layout course_crosswalk: a row a course. Who teaches with others has a field of their own."""
    subject, grade = (part.ravel() for part in np.meshgrid([GRADE, *TAUGHT], np.arange(len(GRADES)), indexing="ij"))
    fields = [f"{SUBJECTS[one]}, {SUBJECTS[SPED]}, {SUBJECTS[ESL]}" for one in range(len(SUBJECTS))]
    codes = course_codes(subject, grade)
    columns = {"course_code": codes, "grade": "ALL", "field_codes": texts(fields, subject)}
    return laid_out(course_crosswalk.REPORT, columns)


def is_in_field(field: Ints, other: Ints, subject: Ints) -> np.ndarray:
    """Whether a license with these fields is in field for a course of the subject, as in `crosswalk`."""
    return np.isin(field, (SPED, ESL)) | (other >= SPED) | (field == subject)
