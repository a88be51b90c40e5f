"""A district's own exports and the mappings that read them, as tests of several rooms use them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from districts.wall import in_district
from monitoring.intake.actions import save_mapping
from monitoring.intake.mapping.column_mapping import AT_UPLOAD, FIRST_LINE, ColumnMapping, Match
from monitoring.intake.models import SavedMapping
from tests.districts.cast import Tenant

CODES = (("P", "PROFESSIONAL"), ("I", "INITIAL"), ("W", "WAIVER"))
LICENSES = (
    Match("mepid", "Emp ID"),
    Match("license_number", "Lic No"),
    Match("field_code", "Field"),
    Match("grade_span", value="ALL"),
    Match("type", "Lic Status", codes=CODES),
    Match("status", value="ACTIVE"),
    Match("valid_from", "Issued"),
)
EXPORT = ["Emp ID", "Lic No", "Building", "Field", "Lic Status", "Issued"]
HELD = ["12345678", "123456", "North High", "MATH", "p", "2024-07-01"]

ABSENT = (
    Match("school_year", source=AT_UPLOAD),
    Match("mepid", "Emp ID"),
    Match("org_code", "Bldg"),
    Match("days_expected", "Contract Days"),
    Match("days_absent", "Days Out"),
)
SCHOOLS = (("North High", "00100505"), ("12", "00100510"))
ABSENT_AT = tuple(replace(one, codes=SCHOOLS) if one.column == "org_code" else one for one in ABSENT)
DAYS = ["Emp ID", "Bldg", "Contract Days", "Days Out"]
COUNTED = ["12345678", "00100505", "180", "4.5"]

ROSTER = (
    Match("school_year", source=FIRST_LINE),
    Match("mepid", "Emp ID"),
    Match("employment_status", "Emp Status", codes=(("A", "01"), ("T", "03"))),
    Match("hire_date", "Start Date"),
    Match("years_prior_teaching", "Yrs Exp"),
    Match("experience_scope", value="ALL"),
)


def mapping(layout: str, *matches: Match, name: str = "HR export", version: int = 1) -> ColumnMapping:
    return ColumnMapping(layout, matches, name, version)


LICENSED = mapping("license", *LICENSES)


def saved(tenant: Tenant, layout: str = "license", matches: Any = LICENSES, **options: Any) -> SavedMapping:
    """As the tenant's steward would save it."""
    with in_district(tenant.id):
        by = options.pop("by", None) or tenant.member("district_steward")
        return save_mapping(layout=layout, matches=matches, by=by, **{"name": "HR export", **options})
