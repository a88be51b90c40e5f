"""Layout 17: whom a district has asked and heard on its plan. Counts, never names."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

STAKEHOLDERS = {
    "DISTRICT_LEADERS": "district leaders",
    "SCHOOL_LEADERS": "school leaders",
    "TEACHERS": "teachers",
    "OTHER_PERSONNEL": "other personnel",
    "PARENTS": "parents and families",
    "STUDENTS": "students",
    "EL_REPRESENTATIVES": "representatives of English learners",
    "SWD_REPRESENTATIVES": "representatives of students with disabilities",
    "PREPARATION_PROGRAMS": "educator preparation programs",
    "OTHER": "others",
}

REPORT = Report(
    id="engagement",
    number=17,
    title="Stakeholder engagement",
    publisher="equityplan",
    definition="A group of people heard on one day.",
    unit="sender",
    columns=(
        Column("engaged_on", Kind.DATE, ("date",), filled=True, definition="The day.", happened=True),
        Column(
            "stakeholder_type",
            Kind.CODE,
            ("stakeholder_type",),
            filled=True,
            codes=tuple(STAKEHOLDERS),
            meanings=tuple(STAKEHOLDERS.values()),
            definition="Who was heard.",
        ),
        Column(
            "people",
            Kind.COUNT,
            ("count",),
            filled=True,
            definition="How many people; no names.",
            asked_for="To report how many were heard, as the federal plan asks.",
        ),
        Column("topic", Kind.TEXT, ("topic",), filled=True, definition="What it was about.", example="Hiring plan"),
        Column(
            "input",
            Kind.TEXT,
            ("input",),
            required=False,
            definition="What they said, without names.",
            asked_for="To report what was heard.",
            example="Post openings earlier",
            prose=True,
        ),
        Column(
            "how_used",
            Kind.TEXT,
            ("how_used", "how used"),
            required=False,
            definition="How it was used.",
            asked_for="To report what came of it.",
            example="Calendar changed",
            prose=True,
        ),
    ),
    key=("engaged_on", "stakeholder_type", "topic"),
    dataset="engagement",
    year_in_file=False,
    judged=False,
)
