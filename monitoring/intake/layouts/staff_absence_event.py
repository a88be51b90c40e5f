"""Layout 7, event by event: absences as a district's own system logs them."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import MEPID
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

NEVER_ABSENT = ("PD", "FIELD_TRIP")
CATEGORIES = {
    "SICK": "illness",
    "PERSONAL": "personal",
    "BEREAVE": "bereavement",
    "JURY": "jury duty",
    "MILITARY": "military service",
    "FMLA": "family and medical leave",
    "PARENTAL": "parental leave",
    "WORKCOMP": "workers' compensation",
    "PD": "professional development, never counted",
    "FIELD_TRIP": "field trip, never counted",
    "UNPAID": "unpaid leave",
    "OTHER": "another reason",
}

REPORT = Report(
    id="staff_absence_event",
    number=7,
    title="Staff absences, event by event",
    publisher="equityplan",
    definition="A person's hours away on one day for one reason.",
    unit="sender",
    columns=(
        MEPID,
        Column("event_date", Kind.DATE, ("event_date",), filled=True, definition="The day.", happened=True),
        Column(
            "hours",
            Kind.FTE,
            ("hours",),
            filled=True,
            lowest=0.25,
            highest=24,
            definition="Hours away that day.",
            example="7.5",
        ),
        Column(
            "category",
            Kind.CODE,
            ("category",),
            filled=True,
            codes=tuple(CATEGORIES),
            meanings=tuple(CATEGORIES.values()),
            definition="The reason.",
        ),
    ),
    key=("mepid", "event_date", "category"),
    dataset="staff_absence_event",
    optional_in=("EOY",),
    stands_for="staff_attendance",
    year_in_file=False,
    dated_by="event_date",
    judged=False,
)
