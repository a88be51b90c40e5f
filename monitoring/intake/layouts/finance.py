"""Layout 13: spending and salaries of a district or school."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import ORG_CODE, SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="finance",
    number=13,
    title="Spending and salaries",
    publisher="equityplan",
    definition="A district or school in a school year.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        ORG_CODE,
        Column("ppe_total", Kind.USD, ("ppe_total",), definition="Expenditure per pupil.", example="18500"),
        Column(
            "ppe_instruction",
            Kind.USD,
            ("ppe_instruction",),
            required=False,
            definition="Of it on instruction.",
            example="9200",
        ),
        Column(
            "avg_teacher_salary",
            Kind.USD,
            ("avg_teacher_salary",),
            required=False,
            definition="Average salary.",
            example="82000",
        ),
        Column(
            "salary_min",
            Kind.USD,
            ("salary_min",),
            required=False,
            definition="Lowest step of the schedule.",
            example="52000",
        ),
        Column(
            "salary_max", Kind.USD, ("salary_max",), required=False, definition="Highest step of it.", example="105000"
        ),
    ),
    parts=(
        ("ppe_instruction", "ppe_total"),
        ("salary_min", "avg_teacher_salary"),
        ("avg_teacher_salary", "salary_max"),
        ("salary_min", "salary_max"),
    ),
    dataset="finance",
    judged=False,
)
