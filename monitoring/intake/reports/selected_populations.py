"""Selected Populations (School): head counts and percentages under a header of two rows."""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report, Share
from monitoring.intake.reports.keys import BESIDE_SCHOOLS, SCHOOL_KEYS

NAMES = {
    "first_language_not_english": ("First Language Not English",),
    "english_learners": (
        "English Language Learner",
        "English Learner",
        "English Learners",
        "English Language Learners",
    ),
    "students_with_disabilities": ("Students With Disabilities", "Student With Disabilities"),
    "high_needs": ("High Needs",),
    "low_income": ("Economically Disadvantaged", "Low Income", "Low-Income"),
}


def _pair(group: str, names: tuple[str, ...]) -> tuple[Column, Column]:
    required = group not in ("first_language_not_english", "high_needs")
    return (
        Column(f"{group}_count", Kind.COUNT, tuple(f"{name} #" for name in names), required=required),
        Column(group, Kind.PERCENT, tuple(f"{name} %" for name in names), required=required),
    )


REPORT = Report(
    id="dese_selected_populations",
    title="Selected Populations (School)",
    publisher="DESE",
    unit="school",
    columns=(*SCHOOL_KEYS, *(column for group, names in NAMES.items() for column in _pair(group, names))),
    conversions=tuple(Share(group, group, count=f"{group}_count") for group in NAMES),
    shares=tuple((group, f"{group}_count") for group in NAMES),
    parts=tuple(
        (f"{part}{form}", f"high_needs{form}")
        for part in ("english_learners", "students_with_disabilities", "low_income")
        for form in ("", "_count")
    ),
    ignored=BESIDE_SCHOOLS,
)
