"""The catalogue of measures: what each counts, over what, and which direction is worse."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs, open_to_all
from districts.tenant_request import TenantRequest
from monitoring.analysis.measures import MEASURES, variants
from monitoring.definitions.queries import catalogue_for_everybody, entry_of

from ..figures import state_over_years
from ..page_queries import measure_in_state_for_members
from ..page_queries.definition_page import versions_on_page
from ..selection import DIMENSIONS


@open_to_all
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    main = [one.measure for one in catalogue_for_everybody() if one.measure.under is None]
    grouped = [(name, [(one, variants(one.id)) for one in main if one.dimension == name]) for name in DIMENSIONS]
    return render(request, "results/measures.html", {"dimensions": grouped})


@open_to_all
@require_safe
def measure(request: HttpRequest, measure: str) -> HttpResponse:
    return render(request, "results/measure.html", _defined(measure))


def _defined(measure_id: str) -> dict[str, object]:
    """A measure as its definition in force has it, with the versions of it, the one that it is a part or variant of,
    and its own parts. One query.
    """
    versions = versions_on_page(measure_id)
    entry = entry_of(measure_id, [one.definition for one in versions])
    measure = entry.measure
    return {
        "measure": measure,
        "entry": entry,
        "versions": versions,
        "whole": MEASURES.get(measure.under or ""),
        "variants": variants(measure.id),
    }


@needs("school.view")
@require_safe
def measure_with_figures(request: TenantRequest, measure: str, org_code: str = "") -> HttpResponse:
    """The same definition for members, with the state's figures under it."""
    found = measure_in_state_for_members(MEASURES[measure])
    context = {**_defined(measure), "figure": state_over_years(found.values, MEASURES[measure]), "gaps": found.gaps}
    return render(request, "results/measure_with_figures.html", context)
