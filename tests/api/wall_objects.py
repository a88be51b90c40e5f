"""Objects of the API for the tests of every address (tests/architecture/address_parts.py)."""

from __future__ import annotations

from districts.school_year import show_school_year
from monitoring.results.models import ExperienceReport, Run
from tests.districts.cast import Tenant
from tests.results.reports_of_experiences import keep_report
from tests.web.stored_state import LAST
from tests.web.wall_objects import gap_within, version_of


def value_id(tenant: Tenant) -> str:
    """Of the tenant's first school, or of the state."""
    code = tenant.schools[0].org_code if tenant.schools else tenant.org_code
    return f"{code}.T_EXP_LT3.2021-22.1"


def gap_id(tenant: Tenant) -> str:
    gap_within(tenant)
    return f"Q.district.{tenant.org_code}.low_income.T_EXP_LT3.2021-22.1"


def definition_id(tenant: Tenant) -> str:
    """A draft for the agency, which alone sees it; for others a version that everybody sees."""
    version = version_of(tenant)
    return f"T_EXP_LT3.{version}" if tenant.district.is_state else "T_EXP_LT3.1"


def with_report(tenant: Tenant) -> str:
    """The tenant's code, once it has a report on experiences of the last year."""
    if not ExperienceReport.objects.filter(district=tenant.district, school_year=LAST).exists():
        keep_report(tenant, LAST)
    return tenant.org_code


PARTS = {
    "definition_id": definition_id,
    "other": lambda tenant: "T_EXP_LT3.1",
    "api-measure.measure": lambda tenant: "T_EXP_LT3",
    "api-group.group": lambda tenant: "low_income",
    "api-organization.code": lambda tenant: tenant.schools[0].org_code if tenant.schools else tenant.org_code,
    "api-value.id": value_id,
    "api-value-provenance.id": value_id,
    "api-gap.id": gap_id,
    "api-gap-provenance.id": gap_id,
    "api-gap-values.id": gap_id,
    "api-plan-table.school_year": lambda tenant: show_school_year(LAST),
    "api-plan-table.number": lambda tenant: 1,
    "api-experience-rows.org_code": with_report,
    "api-experience-rows.school_year": lambda tenant: show_school_year(LAST),
    "api-experience-parts.org_code": with_report,
    "api-experience-parts.school_year": lambda tenant: show_school_year(LAST),
    "api-state-experiences.school_year": lambda tenant: show_school_year(LAST),
    "api-state-experience-parts.school_year": lambda tenant: show_school_year(LAST),
    "api-district-experiences.school_year": lambda tenant: show_school_year(LAST),
    "collection_id": lambda tenant: f"{tenant.org_code}.{show_school_year(LAST)}.OCT",
    "api-run.id": lambda tenant: Run.objects.values_list("id", flat=True)[0],
}
