"""People whom several districts report, for ESE: the districts concerned, and what was said of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from monitoring.intake import actions
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.forms import ResolutionForm
from monitoring.intake.queries import shared_staff as queries

PAGE = 50


@needs("staff.resolve")
@require_safe
def places(request: TenantRequest) -> HttpResponse:
    """The latest collection that was compared, or that none was yet."""
    latest = queries.checks_of_shared_staff().first()
    if latest is None:
        return render(request, "intake/shared_staff.html", {"checks": []})
    return redirect("state-shared-staff", year=latest.school_year, collection=latest.collection)


@needs("staff.resolve")
@require_safe
def shared_staff(request: TenantRequest, year: int, collection: str) -> HttpResponse:
    """Everybody whom several districts report in a collection, those that wait first."""
    return _page(request, year, collection)


@needs("staff.resolve")
@require_POST
def resolve(request: TenantRequest, year: int, collection: str, staff_code: str) -> HttpResponse:
    """Take the numbers as they are, with a reason."""
    if not queries.rows_of_case(year, collection, staff_code):
        raise Http404("Nobody is reported so.")
    form = ResolutionForm(request.POST, auto_id=f"id_{staff_code}_%s")
    if not form.is_valid():
        return _page(request, year, collection, {staff_code: form})
    named: dict[str, Any] = {"school_year": year, "collection": collection, "code": staff_code}
    try:
        seen, note = form.cleaned_data["numbers"], form.cleaned_data["note"]
        actions.resolve_shared_staff(**named, looked_at=seen, note=note, by=request.membership)
    except actions.NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "It is resolved. The districts concerned read that ESE takes it as it is.")
    return redirect("state-shared-staff", year=year, collection=collection)


def _page(
    request: TenantRequest, year: int, collection: str, given: dict[str, ResolutionForm] | None = None
) -> HttpResponse:
    cases = queries.shared_staff_for_ese(year, collection)
    page = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    checks = list(queries.checks_of_shared_staff())
    shown = {
        "year": year,
        "collection": COLLECTIONS[collection],
        "checks": checks,
        "check": next((one for one in checks if (one.school_year, one.collection) == (year, collection)), None),
        "page": page,
        "waiting": sum(one.resolution is None for one in cases),
        "forms": [(one, (given or {}).get(one.code) or _form(one)) for one in page],
    }
    return render(request, "intake/shared_staff.html", shown)


def _form(case: queries.SharedCase) -> ResolutionForm:
    return ResolutionForm(initial={"numbers": case.numbers}, auto_id=f"id_{case.code}_%s")
