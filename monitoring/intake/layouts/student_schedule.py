"""Layout 9: which student is in which class (SCS 02 to 08: never marks or credits)."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import (
    COLLECTION,
    COURSE_CODE,
    ORG_CODE,
    SASID,
    SCHOOL_YEAR,
    SECTION_ID,
    TERM,
)
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="student_schedule",
    number=9,
    title="Student schedules",
    publisher="equityplan",
    definition="A student in a class.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        COLLECTION,
        SASID,
        ORG_CODE,
        COURSE_CODE,
        SECTION_ID,
        TERM,
        Column(
            "status",
            Kind.CODE,
            ("status", "SCS08", "Course Enrollment Status"),
            filled=True,
            codes=("ENROLLED", "COMPLETED", "WITHDRAWN"),
            definition="Whether the student is in the class, finished it, or left it.",
        ),
    ),
    ignored=("SCS01", "SCS04", "SCS09", "SCS10", "SCS11", "SCS12", "SCS13"),  # among them marks and credits
    key=("collection", "sasid", "course_code", "section_id", "term"),
    dataset="student_schedule",
    required_in=("OCT", "EOY"),
    judged=False,
)
