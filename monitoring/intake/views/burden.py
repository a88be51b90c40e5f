"""What collections cost: a district its own, ESE all districts together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from districts.access import needs
from districts.roles import may
from districts.school_year import SchoolYear, show_school_year
from districts.tenant_request import TenantRequest
from monitoring.intake import actions
from monitoring.intake.burden.spread import FEWEST
from monitoring.intake.burden.table import COST_COLUMNS, STATE_COLUMNS, cost_rows, state_rows
from monitoring.intake.csv_table import write_csv
from monitoring.intake.forms import EstimateForm, YearForm
from monitoring.intake.queries.burden import costs_of_district
from monitoring.intake.queries.burden_for_ese import costs_for_ese
from monitoring.intake.queries.collections_for_ese import years_of_collections
from monitoring.intake.views.collections import refuse_agency


@needs("upload.view")
@require_safe
def burden(request: TenantRequest, org_code: str) -> HttpResponse:
    """A line a school year and collection."""
    return _page(request)


@needs("upload.view")
@require_safe
def burden_csv(request: TenantRequest, org_code: str) -> HttpResponse:
    refuse_agency(request)
    response = _download(f"burden-{request.district.org_code}.csv")
    write_csv(response, COST_COLUMNS, cost_rows(costs_of_district(request.district.pk)))
    return response


@needs("collection.estimate")
@require_POST
def estimate(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    """Say how long a collection took the district, or leave it out from now on."""
    refuse_agency(request)
    form = EstimateForm(request.POST, auto_id=f"id_{year}_{collection}_%s")
    if not form.is_valid():
        return _page(request, {(year, collection): form})
    minutes = form.cleaned_data["minutes"]
    try:
        actions.estimate_minutes(year=year, collection=collection, minutes=minutes, by=request.membership)
    except actions.NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Your estimate is left out." if minutes is None else "Thank you: it is kept.")
    return redirect("burden", org_code=request.district.org_code)


@needs("state.view")
@require_safe
def state_burden(request: TenantRequest) -> HttpResponse:
    """Of a school year, by collection and size of district."""
    chosen, year = _chosen(request)
    shown = {"filter": chosen, "year": year, "lines": costs_for_ese([year]), "fewest": FEWEST}
    return render(request, "intake/state_burden.html", shown)


@needs("state.view")
@require_safe
def state_burden_csv(request: TenantRequest) -> HttpResponse:
    _, year = _chosen(request)
    response = _download(f"burden-{show_school_year(year)}.csv")
    write_csv(response, STATE_COLUMNS, state_rows(costs_for_ese([year])))
    return response


def _page(request: TenantRequest, given: dict[tuple[int, str], EstimateForm] | None = None) -> HttpResponse:
    refuse_agency(request)
    can_estimate = may(request.membership, "collection.estimate")
    lines = [
        (
            one,
            (given or {}).get((one.school_year, one.collection))
            or EstimateForm(
                initial={"minutes": one.minutes}, auto_id=f"id_{one.school_year}_{one.collection or 'other'}_%s"
            ),
        )
        for one in costs_of_district(request.district.pk)
    ]
    return render(request, "intake/burden.html", {"lines": lines, "can_estimate": can_estimate, "fewest": FEWEST})


def _chosen(request: TenantRequest) -> tuple[YearForm, int]:
    running = int(SchoolYear.running(timezone.localdate()))
    chosen = YearForm(request.GET, years=years_of_collections(running))
    return chosen, (chosen.is_valid() and chosen.cleaned_data["year"]) or running


def _download(name: str) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
