"""Teacher Data (School): FTE, licenses, experience, in field.

The layout before 2017-18 carries classes instead of the last three.
"""

from __future__ import annotations

from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import AdverseRate, Report
from monitoring.intake.reports.keys import BESIDE_SCHOOLS, SCHOOL_KEYS

REPORT = Report(
    id="dese_teacher_data",
    title="Teacher Data (School)",
    publisher="DESE",
    unit="school",
    columns=(
        *SCHOOL_KEYS,
        Column(
            "fte",
            Kind.FTE,
            (
                "Total # of Teachers(FTE)",
                "Total # of Teachers (FTE)",
                "Total # of Teachers",
                "Total Number of Teachers (FTE)",
            ),
        ),
        Column(
            "licensed",
            Kind.PERCENT,
            (
                "Percent of Teachers Licensed",
                "% of Teachers Licensed",
                "% Teachers Licensed",
                "Percent of Teachers Licensed in Teaching Assignment",
                "% of Teachers Licensed in Teaching Assignment",
            ),
        ),
        Column(
            "students_per_teacher",
            Kind.RATIO,
            ("Student/Teacher Ratio", "Student / Teacher Ratio", "Student to Teacher Ratio"),
            required=False,
        ),
        Column(
            "experienced",
            Kind.PERCENT,
            ("Percent of Experienced Teachers", "% of Experienced Teachers", "Percent Experienced Teachers"),
            required=False,
        ),
        Column(
            "no_waiver_or_provisional",
            Kind.PERCENT,
            (
                "Percent of Teachers without Waiver or Provisional License",
                "% of Teachers without Waiver or Provisional License",
                "Percent of Teachers w/o Waiver or Provisional License",
            ),
            required=False,
        ),
        Column(
            "in_field",
            Kind.PERCENT,
            (
                "Percent Teaching in-field",
                "Percent Teaching In Field",
                "% Teaching In-Field",
                "Percent of Teachers Teaching In-Field",
            ),
            required=False,
        ),
    ),
    conversions=(
        AdverseRate("T_UNLICENSED", "fte", "licensed"),
        AdverseRate("T_EXP_LT3", "fte", "experienced"),
        AdverseRate("T_WAIVER_PROV", "fte", "no_waiver_or_provisional"),
        AdverseRate("T_OOF_80", "fte", "in_field"),
    ),
    ignored=(
        *BESIDE_SCHOOLS,
        "Total # of Classes in Core Academic Areas",
        "% of Core Academic Classes Taught by Teachers Who are Highly Qualified",
        "Percent of Core Academic Classes Taught by Teachers Who are Highly Qualified",
    ),
)
