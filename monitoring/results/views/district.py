"""A district's page and a school's page, for the district's members and, under the state's addresses, for ESE."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.models import District, School
from districts.queries import district_by_code, school_for
from districts.tenant_request import TenantRequest
from monitoring.analysis.measures import MEASURES
from monitoring.definitions.queries import Wording

from ..figures import schools_beside_state, schools_table, value_over_years
from ..gap_table import build_gap_table
from ..page_queries import (
    Series,
    district_page_for_its_members,
    school_page_for_its_members,
)
from ..queries import years_with_results
from ..selection import choose


def district_of(request: TenantRequest, org_code: str) -> District:
    """The district of the address: the tenant itself, or for ESE any district that is not the agency."""
    if not request.district.is_state:
        return request.district
    found = district_by_code(org_code)
    if found is None or found.is_state:
        raise Http404("There is no such district.")
    return found


def school_of(request: TenantRequest, district: District, school_org: str) -> School:
    """A school of the district: 404 where it is another's, 403 where the member may not see it."""
    school = school_for(request.membership, school_org)
    if school.district_id != district.pk:
        raise Http404("There is no such school here.")
    return school


@needs("figures.view")
@require_safe
def district(request: TenantRequest, org_code: str) -> HttpResponse:
    found, selection = district_of(request, org_code), choose(request.GET, *years_with_results(), tuple(MEASURES))
    series, words = Series(selection.measure.id, selection.measure_window), Wording()
    shown = district_page_for_its_members(
        found,
        selection.year or 0,
        selection.asked_window,
        series=series,
        parts=selection.of_parts,
        page=request.GET.get("schools"),
    )
    context = {
        "district": found,
        "selection": selection,
        "shown": shown,
        "trend": value_over_years(shown.trend, selection, found.name),
        "parts": shown.parts,
        "table": build_gap_table(shown.gaps, variants=shown.parts, worded=words),
        "schools": schools_beside_state(shown, selection.measure),
        "schools_table": schools_table(shown),
        "missing": shown.schools.missing,
    }
    return render(request, "results/district.html", context)


@needs("school.view")
@require_safe
def school(request: TenantRequest, org_code: str, school_org: str) -> HttpResponse:
    owner = district_of(request, org_code)
    found = school_of(request, owner, school_org)
    selection = choose(request.GET, *years_with_results(), tuple(MEASURES))
    series = Series(selection.measure.id, selection.measure_window)
    shown = school_page_for_its_members(found, selection.year or 0, selection.asked_window, series=series)
    context = {
        "district": owner,
        "school": found,
        "selection": selection,
        "shown": shown,
        "trend": value_over_years(shown.trend, selection, found.name),
    }
    return render(request, "results/school.html", context)
