"""Layout 7, the yearly summary: days a person was expected and absent at a school."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import MEPID, ORG_CODE, SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="staff_attendance",
    number=7,
    title="Staff attendance by year",
    publisher="equityplan",
    definition="The days of a person at a school in a school year.",
    unit="any",
    columns=(
        SCHOOL_YEAR,
        MEPID,
        ORG_CODE,
        Column(
            "days_expected",
            Kind.FTE,
            ("days_expected",),
            filled=True,
            lowest=1,
            highest=230,
            step=0.5,
            definition="Days the person was to work.",
            example="180",
        ),
        Column(
            "days_absent",
            Kind.FTE,
            ("days_absent",),
            filled=True,
            highest=230,
            step=0.5,
            definition="Days absent, without approved professional development and field trips.",
            example="4.5",
        ),
        Column(
            "days_longterm_leave",
            Kind.FTE,
            ("days_longterm_leave",),
            required=False,
            highest=230,
            step=0.5,
            definition="Days of these on long-term leave.",
            example="0",
        ),
        Column(
            "days_pd",
            Kind.FTE,
            ("days_pd",),
            required=False,
            highest=230,
            step=0.5,
            definition="Days of professional development; they are no absence.",
            asked_for="To keep days of professional learning apart from absences.",
            example="2",
        ),
    ),
    key=("mepid",),
    parts=(("days_absent", "days_expected"), ("days_longterm_leave", "days_absent")),
    dataset="staff_attendance",
    required_in=("EOY",),
    judged=False,
)
