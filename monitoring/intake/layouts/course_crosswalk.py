"""Beside layout 5, kept by the agency: which fields of license are in field for a course and grade."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import COURSE_CODE
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="course_crosswalk",
    number=5,
    title="Courses and the fields of license for them",
    publisher="equityplan",
    agency_only=True,
    definition="A field of license that is in field for a course and grade.",
    unit="sender",
    columns=(
        COURSE_CODE,
        Column(
            "grade",
            Kind.TEXT,
            ("grade",),
            filled=True,
            pattern=r"^[\w-]{1,8}$",
            form="a grade, like 05, or ALL",
            definition="Grade of the course, or ALL.",
            example="ALL",
        ),
        Column(
            "field_codes",
            Kind.TEXT,
            ("field_codes",),
            filled=True,
            pattern=r"^[\w.,;\- ]{1,200}$",
            form="codes of fields with commas between them",
            definition="The acceptable fields of license, with commas between them.",
            example="MATH, MATH-MS",
        ),
    ),
    key=("course_code", "grade"),
    dataset="course_crosswalk",
    year_in_file=False,
    judged=False,
)
