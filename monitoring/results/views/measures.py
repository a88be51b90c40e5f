"""The catalogue of measures: what each counts, over what, and which direction is worse."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs, open_to_all
from districts.tenant_request import TenantRequest
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES, variants

from ..figures import state_over_years
from ..page_queries import measure_in_state_for_members
from ..page_queries.definition_page import versions_on_page
from ..selection import DIMENSIONS


@open_to_all
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    main = [one for one in MEASURES.values() if one.under is None]
    grouped = [(name, [(one, variants(one.id)) for one in main if one.dimension == name]) for name in DIMENSIONS]
    return render(request, "results/measures.html", {"dimensions": grouped})


@open_to_all
@require_safe
def measure(request: HttpRequest, measure: str) -> HttpResponse:
    return render(request, "results/measure.html", _defined(MEASURES[measure]))


def _defined(measure: Measure) -> dict[str, object]:
    """A measure with the versions of its definition, the one that it is a part or variant of, and its own parts."""
    return {
        "measure": measure,
        "versions": versions_on_page(measure.id),
        "whole": MEASURES.get(measure.under or ""),
        "variants": variants(measure.id),
    }


@needs("school.view")
@require_safe
def measure_with_figures(request: TenantRequest, measure: str, org_code: str = "") -> HttpResponse:
    """The same definition for members, with the state's figures under it."""
    defined = MEASURES[measure]
    found = measure_in_state_for_members(defined)
    context = {**_defined(defined), "figure": state_over_years(found.values, defined), "gaps": found.gaps}
    return render(request, "results/measure_with_figures.html", context)
