"""Layout 18: what students of a group achieve in a subject at a school, by counts; context and never a cause."""

from __future__ import annotations

from monitoring.intake.layouts.school_enrollment import KNOWN
from monitoring.intake.layouts.shared_columns import ORG_CODE, SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

SUBJECTS = ("ELA", "MATH", "SCIENCE")

REPORT = Report(
    id="achievement",
    number=18,
    title="Achievement",
    publisher="equityplan",
    definition="Results of students of a group in a subject at a school, or in the district.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        ORG_CODE,
        Column(
            "student_group",
            Kind.CODE,
            ("student_group",),
            filled=True,
            codes=KNOWN,
            example="all",
            definition="Group of students.",
        ),
        Column(
            "subject",
            Kind.CODE,
            ("subject",),
            filled=True,
            codes=SUBJECTS,
            example="ELA",
            definition="English language arts, mathematics or science.",
        ),
        Column("tested", Kind.COUNT, ("tested",), filled=True, definition="Students with a result.", example="80"),
        Column(
            "meeting",
            Kind.COUNT,
            ("meeting",),
            filled=True,
            definition="Those of them who met or exceeded expectations.",
            example="36",
        ),
    ),
    key=("student_group", "subject"),
    parts=(("meeting", "tested"),),
    dataset="achievement",
    judged=False,
)
