"""Layout 16: which districts came to a meeting of the Professional Learning Network."""

from __future__ import annotations

from monitoring.intake.layouts.pln_event import EVENT_ID
from monitoring.intake.layouts.shared_columns import DISTRICT, SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="pln_attendance",
    number=16,
    title="PLN attendance",
    publisher="equityplan",
    agency_only=True,
    definition="A district at a meeting.",
    unit="any",
    columns=(
        DISTRICT,
        SCHOOL_YEAR,
        EVENT_ID,
        Column(
            "people",
            Kind.COUNT,
            ("people",),
            filled=True,
            definition="People who came.",
            asked_for="To see how far the learning network reaches.",
            example="3",
        ),
    ),
    key=("event_id",),
    dataset="pln_attendance",
    judged=False,
)
