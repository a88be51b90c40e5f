"""Reports on students' experiences as files: of a district with its schools, and of one school beside its district."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.models import District, School
from districts.roles import sees_only_one_school
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest

from ..experience_files import about_experiences, experiences_workbook, write_experiences
from ..experiences.stored import sees_own
from ..page_queries.experiences import report_of_a_school, whole_report
from .district import district_of, school_of
from .experiences import chosen
from .plan_tables import CSV, XLSX


def _file(request: TenantRequest, owner: District, kind: str, place: School | None = None) -> HttpResponse:
    """All histories, categories and groups; 404 where the address names what is not there, or an empty school."""
    choice, only = chosen(request, owner), sees_only_one_school(request.membership)
    found = report_of_a_school(owner, choice, place.org_code, only=only) if place else whole_report(owner, choice)
    if found is None or choice.unknown or choice.year is None:
        raise Http404("There is no such report.")
    report, rows = found
    response = HttpResponse(content_type=CSV if kind == "csv" else XLSX)
    name = f"experiences-{(place or owner).org_code}-{SchoolYear(choice.year)}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if kind == "csv":
        write_experiences(response, rows)
    else:
        about = about_experiences(owner, place, report, is_own=sees_own(), only=only, as_edwin=choice.as_edwin)
        response.write(experiences_workbook(rows, about))
    return response


@needs("figures.view")
@require_safe
def of_district_csv(request: TenantRequest, org_code: str) -> HttpResponse:
    return _file(request, district_of(request, org_code), "csv")


@needs("figures.view")
@require_safe
def of_district_workbook(request: TenantRequest, org_code: str) -> HttpResponse:
    return _file(request, district_of(request, org_code), "xlsx")


@needs("school.view")
@require_safe
def of_school_csv(request: TenantRequest, org_code: str, school_org: str) -> HttpResponse:
    owner = district_of(request, org_code)
    return _file(request, owner, "csv", school_of(request, owner, school_org))


@needs("school.view")
@require_safe
def of_school_workbook(request: TenantRequest, org_code: str, school_org: str) -> HttpResponse:
    owner = district_of(request, org_code)
    return _file(request, owner, "xlsx", school_of(request, owner, school_org))
