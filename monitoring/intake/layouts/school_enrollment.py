"""Layout 2: students of a school in a group."""

from __future__ import annotations

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
RACES = tuple(group for group in GROUPS if group.startswith("race_"))

REPORT = Report(
    id="school_enrollment",
    number=2,
    definition="Students of a group at a school.",
    title="School enrollment",
    publisher="equityplan",
    unit="school",
    columns=(
        Column("school_year", Kind.SCHOOL_YEAR, ("school_year",), filled=True),
        Column("org_code", Kind.ORG_CODE, ("org_code",)),
        Column("student_group", Kind.CODE, ("student_group",), filled=True, codes=(*GROUPS, "unknown")),
        Column("enrolled", Kind.COUNT, ("enrolled",)),
        Column("share", Kind.PERCENT, ("share",), required=False),
    ),
    key=("student_group",),
    long=("student_group", "enrolled", None),
    dataset="school_enrollment",
)
