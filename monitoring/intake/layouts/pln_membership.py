"""Layout 16: districts in the Professional Learning Network."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import DISTRICT, SCHOOL_YEAR
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

REPORT = Report(
    id="pln_membership",
    number=16,
    title="PLN membership",
    publisher="equityplan",
    agency_only=True,
    definition="A district in a cohort of the Professional Learning Network.",
    unit="any",
    columns=(
        DISTRICT,
        SCHOOL_YEAR,
        Column(
            "cohort", Kind.TEXT, ("cohort",), filled=True, definition="The cohort, like 2015-16.", example="2024-25"
        ),
        Column(
            "problem_of_practice",
            Kind.TEXT,
            ("problem_of_practice",),
            required=False,
            definition="Its topic.",
            asked_for="To bring districts with one problem together.",
            example="Retaining new teachers",
            prose=True,
        ),
        Column(
            "strategy_keys",
            Kind.TEXT,
            ("strategy_keys",),
            filled=True,
            definition="Keys of the strategies adopted, commas between; at least two.",
            example="educator-preparation, guidebook",
        ),
        Column(
            "status",
            Kind.CODE,
            ("status",),
            filled=True,
            codes=("APPLIED", "MEMBER", "LEFT"),
            definition="State of the membership.",
            asked_for="To tell members from those who applied or left.",
        ),
    ),
    key=("cohort",),
    dataset="pln_membership",
    judged=False,
)
