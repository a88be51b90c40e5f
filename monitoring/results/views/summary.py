"""A district on one page, and that as a PDF, for its members and, under the state's addresses, for ESE."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.picture.dimensions import WHERE_TO_LOOK

from ..page_queries import summary_page_for_its_members
from ..picture import build_picture
from ..picture_pdf import picture_pdf
from ..queries import years_with_results
from ..selection import choose
from .district import district_of

PDF = "application/pdf"


@needs("figures.view")
@require_safe
def summary(request: TenantRequest, org_code: str) -> HttpResponse:
    found, selection = district_of(request, org_code), choose(request.GET, *years_with_results())
    shown = {"district": found, "selection": selection, "groups": GROUPS.values(), "questions": WHERE_TO_LOOK}
    if selection.year is not None:
        shown["picture"] = build_picture(summary_page_for_its_members(found, selection.year))
    return render(request, "results/summary.html", shown)


@needs("figures.view")
@require_safe
def summary_pdf(request: TenantRequest, org_code: str) -> HttpResponse:
    found, selection = district_of(request, org_code), choose(request.GET, *years_with_results())
    if selection.year is None:
        raise Http404("There are no figures yet.")
    picture = build_picture(summary_page_for_its_members(found, selection.year))
    response = HttpResponse(picture_pdf(picture), content_type=PDF)
    name = f"{found.org_code}-{SchoolYear(selection.year)}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
