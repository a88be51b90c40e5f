"""The files on students: who is enrolled in each collection, and in which classes. Rows of all districts, in order."""

from __future__ import annotations

import numpy as np
import polars as pl

from monitoring.analysis.formatting import school_year
from monitoring.intake.layouts import student, student_schedule

from .chance import Bools, Ints
from .courses import course_codes, section_ids, terms
from .laid_out import Rows, laid_out, texts
from .schools import GRADES
from .segregation import RACES
from .state import StateYear
from .students import DAYS, MARCH, OCTOBER, Students

YES_NO = ("N", "Y")
WITHDRAWN = 0.01  # of the places in classes are given up by those who stay at the school
RARE = {"homeless": (40, 3), "foster": (15, 7), "military": (20, 11)}  # per thousand, the first two of the poor; a turn


def present(students: Students, collection: str) -> Bools:
    """Who is on the school's roll in the collection; at the year's end all who were there."""
    day = {"OCT": 1, "MAR": MARCH, "EOY": None}[collection]
    return np.ones(len(students), dtype=bool) if day is None else (students.from_day <= day) & (students.to_day > day)


def _days_until(students: Students, collection: str) -> Ints:
    last = {"OCT": OCTOBER, "MAR": MARCH, "EOY": DAYS}[collection]
    return np.maximum(np.minimum(students.to_day, last) - students.from_day, 0)


def student_rows(of: StateYear, collection: str) -> Rows:
    students = of.students.of(present(of.students, collection))
    columns = {
        "school_year": school_year(of.year),
        "collection": collection,
        "sasid": students.sasid(of.seed),
        "org_code": texts(of.places.schools.code, students.school),
        "grade": texts(GRADES, students.grade),
        "race_ethnicity": texts(RACES, students.race),
        "econ_dis": texts(YES_NO, students.is_poor.astype(np.int64)),
        "el": texts(("N", "Y", "FEL"), students.learner),
        "swd": texts(("N", "Y", "EX"), students.disabled),
        "days_in_membership": _days_until(students, collection),
        **{f"group_{name}": texts(YES_NO, _rare(students, name)) for name in RARE},
    }
    return Rows(laid_out(student.REPORT, columns), of.places.schools.district[students.school])


def _rare(students: Students, name: str) -> Ints:
    share, turn = RARE[name]
    is_in = (students.number * 2_654_435_761 // turn) % 1000 < share
    return (is_in & (students.is_poor | (name == "military"))).astype(np.int64)


def schedule_rows(of: StateYear, collection: str) -> Rows:
    """A row a student and class: enrolled in October; completed or given up at the year's end."""
    student_row, section = of.schedules
    here = present(of.students, collection)[student_row]
    student_row, section = student_row[here], section[here]
    sections, schools = of.classes.sections, of.places.schools
    at = pl.Series(section, dtype=pl.UInt32)
    ids = pl.Series(of.students.sasid(of.seed)).gather(pl.Series(student_row, dtype=pl.UInt32))
    columns = {
        "school_year": school_year(of.year),
        "collection": collection,
        "sasid": ids,
        "org_code": texts(schools.code, sections.school[section]),
        "course_code": course_codes(sections.subject, sections.grade).gather(at),
        "section_id": section_ids(sections, of.year).gather(at),
        "term": terms(sections).gather(at),
        "status": _status(of, student_row, collection),
    }
    return Rows(laid_out(student_schedule.REPORT, columns), schools.district[sections.school[section]])


def _status(of: StateYear, student_row: Ints, collection: str) -> str | pl.Series:
    if collection == "OCT":
        return "ENROLLED"
    random = of.stream("withdrawn")
    left = (of.students.to_day[student_row] < DAYS) | (random.random(len(student_row)) < WITHDRAWN)
    return texts(("COMPLETED", "WITHDRAWN"), left.astype(np.int64))
