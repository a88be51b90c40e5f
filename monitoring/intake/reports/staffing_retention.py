"""Staffing Retention (School): principals and teachers of the year before, and how many of them are at the same
school.
"""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Leavers, Report
from monitoring.intake.reports.keys import BESIDE_SCHOOLS, SCHOOL_KEYS

REPORT = Report(
    id="dese_staffing_retention",
    title="Staffing Retention Rates (School)",
    publisher="DESE",
    unit="school",
    columns=(
        *SCHOOL_KEYS,
        Column(
            "principals", Kind.COUNT, ("Principal Total", "Principals Total", "Principal # Total", "Total Principals")
        ),
        Column(
            "principals_stayed", Kind.COUNT, ("Principal # Retained", "Principals # Retained", "# Principals Retained")
        ),
        Column(
            "principals_percent",
            Kind.PERCENT,
            ("Principal % Retained", "Principals % Retained", "% Principals Retained"),
            required=False,
        ),
        Column("teachers", Kind.COUNT, ("Teacher Total", "Teachers Total", "Teacher # Total", "Total Teachers")),
        Column("teachers_stayed", Kind.COUNT, ("Teacher # Retained", "Teachers # Retained", "# Teachers Retained")),
        Column(
            "teachers_percent",
            Kind.PERCENT,
            ("Teacher % Retained", "Teachers % Retained", "% Teachers Retained"),
            required=False,
        ),
    ),
    conversions=(
        Leavers("T_TURN", "teachers", "teachers_stayed"),
        Leavers("P_TURN", "principals", "principals_stayed"),
    ),
    parts=(("principals_stayed", "principals"), ("teachers_stayed", "teachers")),
    percents=(
        ("principals_percent", "principals_stayed", "principals"),
        ("teachers_percent", "teachers_stayed", "teachers"),
    ),
    ignored=BESIDE_SCHOOLS,
)
