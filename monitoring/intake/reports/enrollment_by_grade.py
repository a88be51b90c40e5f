"""Enrollment by Grade (School): head counts; it is also the roster of schools and of the grades they serve."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Enrolled, Report
from monitoring.intake.reports.keys import BESIDE_SCHOOLS, SCHOOL_KEYS

GRADES = ("PK", "K", *(f"{number:02}" for number in range(1, 13)), "SP")


def _headers(grade: str) -> tuple[str, ...]:
    if grade.isdigit():
        number = str(int(grade))
        return (number, grade, f"Grade {number}", f"Grade {grade}", f"GR{number}", f"G{number}")
    return {
        "PK": ("PK", "Pre-K", "Grade PK", "Pre-Kindergarten"),
        "K": ("K", "KG", "KF", "Grade K", "Kindergarten"),
        "SP": ("SP", "Special Ed Beyond Grade 12", "Grade SP"),
    }[grade]


REPORT = Report(
    id="dese_enrollment_grade",
    title="Enrollment by Grade (School)",
    publisher="DESE",
    unit="school",
    columns=(
        *SCHOOL_KEYS,
        *(Column(f"grade_{grade}", Kind.COUNT, _headers(grade), required=grade != "SP") for grade in GRADES),
        Column("students", Kind.COUNT, ("Total", "Total Enrollment", "Total Students")),
    ),
    conversions=(Enrolled("all", "students"),),
    grades=tuple(f"grade_{grade}" for grade in GRADES),
    total="students",
    ignored=BESIDE_SCHOOLS,
)
