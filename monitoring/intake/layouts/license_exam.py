"""Layout 11: exams for licenses, counted by school."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import ORG_CODE, SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="license_exam",
    number=11,
    title="License exams",
    publisher="equityplan",
    definition="The people of a school who took an exam.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        ORG_CODE,
        Column(
            "exam_code",
            Kind.TEXT,
            ("exam_code",),
            filled=True,
            pattern=r"^[\w.-]{1,20}$",
            form="at most 20 letters and digits",
            definition="The exam.",
            example="MTEL-09",
        ),
        Column("n_tested", Kind.COUNT, ("n_tested",), filled=True, definition="People who took it.", example="12"),
        Column(
            "mean_scaled",
            Kind.FTE,
            ("mean_scaled",),
            required=False,
            definition="Mean of their scaled scores.",
            asked_for="To compare schools by the exams of their teachers, never a person.",
            example="251.5",
        ),
        Column(
            "n_passed_first",
            Kind.COUNT,
            ("n_passed_first",),
            definition="People who passed at the first attempt.",
            example="9",
        ),
    ),
    key=("exam_code",),
    parts=(("n_passed_first", "n_tested"),),
    dataset="license_exam",
    judged=False,
)
