"""Layout 4: who does which job where, and teaches which class (a part of EPIMS' Work Assignment)."""

from __future__ import annotations

import dataclasses

from monitoring.analysis.people.job_classes import TEACHERS
from monitoring.intake.layouts.shared_columns import (
    COLLECTION,
    COURSE_CODE,
    MEPID,
    ORG_CODE,
    SCHOOL_YEAR,
    SECTION_ID,
    TERM,
)
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

WITH_COURSES = (*TEACHERS, "4100")  # what they teach is told course by course
JOBS = {
    "1200": "superintendent",
    "1305": "principal",
    "1310": "assistant principal",
    "2305": "teacher",
    "2306": "co-teacher",
    "2310": "teacher, support of content instruction",
    "2325": "long-term substitute teacher",
}

REPORT = Report(
    id="work_assignment",
    number=4,
    title="Work assignments",
    publisher="equityplan",
    definition="A person's job at a school or district office; for those who teach, one row a class.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        COLLECTION,
        MEPID,
        ORG_CODE,
        Column(
            "job_class",
            Kind.TEXT,
            ("job_class",),
            filled=True,
            pattern=r"^[0-9]{4}$",
            form="four digits",
            definition="Job classification: "
            + ", ".join(f"{code} {title}" for code, title in JOBS.items())
            + "; other codes of the state's handbook are taken.",
            example="2305",
        ),
        *(
            dataclasses.replace(column, filled=False, definition=f"{column.definition} NA where nothing is taught.")
            for column in (COURSE_CODE, SECTION_ID, TERM)
        ),
        Column(
            "fte",
            Kind.FTE,
            ("fte",),
            filled=True,
            lowest=0.01,
            highest=1.5,
            definition="Full-time equivalent of this row.",
        ),
        Column(
            "subject_area",
            Kind.TEXT,
            ("subject_area",),
            required=False,
            pattern=r"^.{1,60}$",
            form="at most 60 characters",
            definition="Subject area of the class.",
            asked_for="To see in which subjects positions are hard to fill.",
            example="Mathematics",
        ),
        Column(
            "grade_span",
            Kind.TEXT,
            ("grade_span",),
            required=False,
            pattern=r"^[\w,\- ]{1,24}$",
            form="grades, like 05-08",
            definition="Grades taught, like 05-08.",
            example="05-08",
        ),
        Column(
            "teacher_role",
            Kind.CODE,
            ("teacher_role",),
            required=False,
            codes=("TOR", "CO", "SUPPORT", "LTS"),
            meanings=("teacher of record", "co-teacher", "support", "long-term substitute"),
            definition="The part that the person has in the class.",
            asked_for="To tell who leads a class from who supports it, where students’ experiences are counted.",
        ),
        Column(
            "contribution_pct",
            Kind.PERCENT,
            ("contribution_pct",),
            required=False,
            definition="Share of the class's instruction that the person gives.",
            adds_up=True,
        ),
    ),
    key=("collection", "mepid", "job_class", "course_code", "section_id", "term"),
    dataset="work_assignment",
    required_in=("OCT", "EOY"),
    judged=False,
)
