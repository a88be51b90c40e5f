"""Layout 5: licenses and waivers (an extract of ELAR)."""

from __future__ import annotations

from monitoring.intake.layouts.shared_columns import MEPID
from monitoring.intake.reports.column import Column, Kind
from monitoring.intake.reports.declaration import Report

WAIVER = "WAIVER"

REPORT = Report(
    id="license",
    number=5,
    title="Licenses",
    publisher="equityplan",
    definition="A license or waiver of a person for a field and span of grades.",
    unit="sender",
    columns=(
        MEPID,
        Column(
            "license_number",
            Kind.LICENSE_ID,
            ("license_number", "SR03"),
            filled=True,
            definition="Number of the license. It is kept as a pseudonym only.",
        ),
        Column(
            "field_code",
            Kind.TEXT,
            ("field_code",),
            filled=True,
            pattern=r"^[A-Za-z0-9._-]{1,12}$",
            form="at most 12 letters and digits",
            definition="Field of the license, as the state's list has it.",
            example="MATH",
        ),
        Column(
            "grade_span",
            Kind.TEXT,
            ("grade_span",),
            filled=True,
            pattern=r"^[\w,\- ]{1,24}$",
            form="grades, like 05-08",
            definition="Grades the license covers, like 05-08 or ALL.",
            example="05-08",
        ),
        Column(
            "type",
            Kind.CODE,
            ("type",),
            filled=True,
            codes=("PROFESSIONAL", "INITIAL", "PROVISIONAL", "TEMPORARY", "EMERGENCY", WAIVER),
            definition="Type of license (Provisional was called Preliminary).",
        ),
        Column(
            "status",
            Kind.CODE,
            ("status",),
            filled=True,
            codes=("ACTIVE", "INACTIVE", "EXPIRED", "SUSPENDED", "REVOKED"),
            definition="Status of the license.",
        ),
        Column(
            "valid_from",
            Kind.DATE,
            ("valid_from",),
            filled=True,
            definition="First day it is valid.",
            begun=True,
            example="2024-07-01",
        ),
        Column(
            "valid_to",
            Kind.DATE,
            ("valid_to",),
            required=False,
            definition="Last day it is valid.",
            example="2029-06-30",
        ),
    ),
    key=("mepid", "license_number", "field_code", "grade_span"),
    dataset="license",
    spans=(("valid_from", "valid_to"),),
    year_in_file=False,
    judged=False,
)
