"""The catalogue of measures: what each counts, over what, and which direction is worse."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs, open_to_all
from districts.tenant_request import TenantRequest
from monitoring.analysis.measures import MEASURES

from ..figures import state_over_years
from ..page_queries import measure_in_state_for_members

DIMENSIONS = ("experience", "preparation", "effectiveness", "conditions")


@open_to_all
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    ordered = sorted(MEASURES.values(), key=lambda measure: DIMENSIONS.index(measure.dimension))
    grouped = [(name, list(found)) for name, found in groupby(ordered, key=lambda measure: measure.dimension)]
    return render(request, "results/measures.html", {"dimensions": grouped})


@open_to_all
@require_safe
def measure(request: HttpRequest, measure: str) -> HttpResponse:
    return render(request, "results/measure.html", {"measure": MEASURES[measure]})


@needs("school.view")
@require_safe
def measure_with_figures(request: TenantRequest, measure: str, org_code: str = "") -> HttpResponse:
    """The same definition for members, with the state's figures under it."""
    defined = MEASURES[measure]
    found = measure_in_state_for_members(defined)
    context = {"measure": defined, "figure": state_over_years(found.values, defined), "gaps": found.gaps}
    return render(request, "results/measure_with_figures.html", context)
