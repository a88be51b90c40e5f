"""Students' experiences with teachers across the state, for ESE: the state's sums, and its districts one by one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest
from monitoring.definitions.queries import in_force

from .. import state_experience_figures as figures
from ..experience_choice import ExperienceChoice, choose_experiences
from ..experience_figures import category_lines, group_lines, row_of, where_it_lies
from ..page_queries import districts_for_ese
from ..page_queries.experience_changes import what_breaks
from ..page_queries.state_experiences import (
    StateReport,
    as_compared,
    district_names,
    listed_districts,
    state_report_for_ese,
    years_of_state_experiences,
)
from ..queries import delay_for_ese
from .plan_tables import CSV
from .state import DISTRICTS


def chosen(request: TenantRequest) -> ExperienceChoice:
    return choose_experiences(request.GET, *years_of_state_experiences())


@needs("state.view")
@require_safe
def experiences(request: TenantRequest) -> HttpResponse:
    choice, listing = chosen(request), figures.Listing.of(request.GET)
    found = state_report_for_ese(choice)
    number = districts_for_ese(choice.year or 0).count()
    context = {"choice": choice, "listing": listing, "report": found, "district": request.district, "number": number}
    if found is None:
        context |= {"failure": delay_for_ese()}
    else:
        context |= _of_state(found, choice, number) | _listed(request, found, choice, listing)
    return render(request, "results/experiences_state.html", context)


def _of_state(found: StateReport, choice: ExperienceChoice, number: int) -> dict[str, Any]:
    row = row_of(found.state, choice, "")
    if row is None:
        return {}
    return {
        "breaks": what_breaks(choice, in_force(choice.category.id)),
        "sentences": [*figures.state_sentences(row), figures.of_how_many(found, number)],
        "coverage": figures.state_coverage(row, found, number),
        "groups": group_lines(found.state, choice),
        "categories": category_lines(found.state, choice),
        "lies": where_it_lies(found.gaps, choice, figures.TITLES),
    }


def _listed(
    request: TenantRequest, found: StateReport, choice: ExperienceChoice, listing: figures.Listing
) -> dict[str, Any]:
    districts = listed_districts(found, choice)
    some: Page[Any] = Paginator(as_compared(listing.among(districts)), DISTRICTS).get_page(request.GET.get("page"))
    return {
        "told": figures.list_sentence(districts, choice),
        "listed": some,
        "names": district_names([row.org_code for row in some]),
    }


@needs("state.view")
@require_safe
def experiences_csv(request: TenantRequest) -> HttpResponse:
    choice = chosen(request)
    found = None if choice.unknown else state_report_for_ese(choice)
    if found is None:
        raise Http404("There is no such report.")
    listed = figures.Listing.of(request.GET).among(listed_districts(found, choice))
    response = HttpResponse(content_type=CSV)
    name = f"experiences-of-districts-{SchoolYear(found.school_year)}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    figures.write_listed(response, listed, district_names(listed["org_code"].to_list()))
    return response
