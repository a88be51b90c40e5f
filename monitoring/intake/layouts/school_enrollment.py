"""Layout 2: students of a school in a group."""

from __future__ import annotations

from monitoring.analysis.groups import GROUPS as COMPARED
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

GROUPS = (
    "all",
    "low_income",
    "students_of_color",
    "english_learners",
    "students_with_disabilities",
    "high_needs",
    "first_language_not_english",
    "race_american_indian",
    "race_asian",
    "race_black",
    "race_hispanic",
    "race_multi",
    "race_pacific_islander",
    "race_white",
    "female",
    "male",
    "nonbinary",
)
KNOWN = tuple(dict.fromkeys((*GROUPS, *COMPARED)))  # a group by which schools are compared is one to be counted
RACES = tuple(group for group in GROUPS if group.startswith("race_"))

REPORT = Report(
    id="school_enrollment",
    number=2,
    definition="Students of a group at a school.",
    title="School enrollment",
    publisher="equityplan",
    unit="school",
    columns=(
        Column(
            "school_year", Kind.SCHOOL_YEAR, ("school_year",), filled=True, definition="The school year, like 2024-25."
        ),
        Column("org_code", Kind.ORG_CODE, ("org_code",), definition="The school, eight digits."),
        Column(
            "student_group",
            Kind.CODE,
            ("student_group",),
            filled=True,
            codes=(*KNOWN, "unknown"),
            example="all",
            definition="Group of students; unknown for those whose group is not known.",
        ),
        Column("enrolled", Kind.COUNT, ("enrolled",), example="300", definition="Number of students."),
        Column(
            "share",
            Kind.PERCENT,
            ("share",),
            required=False,
            example="100",
            definition="Their share of all students, where only that is known.",
            adds_up=True,
            stands_for="enrolled",
        ),
    ),
    key=("student_group",),
    long=("student_group", "enrolled", None),
    dataset="school_enrollment",
)
