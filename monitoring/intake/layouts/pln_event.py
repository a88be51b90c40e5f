"""Layout 16: meetings of the Professional Learning Network."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

EVENT_ID = Column(
    "event_id",
    Kind.TEXT,
    ("pln_event_id", "event_id"),
    filled=True,
    pattern=r"^[\w-]{1,40}$",
    form="at most 40 letters and digits",
    definition="The meeting.",
    example="pln-2024-12",
)

REPORT = Report(
    id="pln_event",
    number=16,
    title="PLN meetings",
    publisher="equityplan",
    agency_only=True,
    definition="A meeting of a cohort.",
    unit="sender",
    columns=(
        SCHOOL_YEAR,
        EVENT_ID,
        Column(
            "cohort",
            Kind.TEXT,
            ("cohort",),
            filled=True,
            definition="The cohort.",
            asked_for="To set meetings beside the cohort that they are for.",
            example="2024-25",
        ),
        Column(
            "held_on",
            Kind.DATE,
            ("held_on",),
            filled=True,
            definition="Day of the meeting.",
            asked_for="To set a year’s meetings in their order.",
        ),
        Column(
            "topic",
            Kind.TEXT,
            ("topic",),
            required=False,
            definition="What it was about.",
            asked_for="To find meetings by what they were about.",
            example="Mentoring",
        ),
    ),
    key=("event_id",),
    dataset="pln_event",
    judged=False,
)
