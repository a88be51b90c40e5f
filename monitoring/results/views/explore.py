"""The gap explorer: one comparison from all sides, for ESE and for the members of districts."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest

from .. import explorer_figures as figures
from ..exploration import Choice, choose_comparison, within
from ..explorer_files import write_gaps, write_units
from ..models.gaps import GapFields
from ..page_queries.explorer import (
    all_at_the_ends,
    at_the_ends_for_members,
    districts_to_compare_within,
    explored_for_members,
    nearest_for_members,
    page_of_the_ends,
)
from ..queries import years_with_results
from .district import district_of

CSV = "text/csv; charset=utf-8"


def chosen(request: TenantRequest) -> Choice:
    """What the address asks for. A district begins with its own schools, where they can be compared."""
    districts, years = districts_to_compare_within(), years_with_results()
    if request.district.is_state:
        return choose_comparison(request.GET, years, districts)
    own = within(request.district)
    return choose_comparison(request.GET, years, [request.district], own if districts else None)


def page(request: TenantRequest) -> HttpResponse:
    choice = chosen(request)
    explored = explored_for_members(choice)
    gap = explored.gap
    context = {
        "choice": choice,
        "selection": choice.selection,
        "district": choice.place.district,
        "explored": explored,
        "gap": gap,
        "sentence": figures.comparison_sentence(choice, explored),
        "nearest": nearest_for_members(choice, explored) if gap is None or gap.difference is None else (),
        "over_years": figures.gaps_over_years(choice, explored),
        "rates": figures.rates_over_years(choice, explored),
        "groups": figures.for_every_group(choice, explored),
        "measures": figures.for_every_measure(choice, explored),
    }
    if gap is not None and choice.tells_units:
        context |= _units(request, choice, gap)
    return render(request, "results/explore.html", context)


def _units(request: TenantRequest, choice: Choice, gap: GapFields) -> dict[str, object]:
    """Who is at the ends of the comparison, a page of them."""
    found = page_of_the_ends(gap, request.GET.get("page"))
    return {
        "ends": found,
        "listed": found.listed,
        "split": figures.split_sentence(choice, found),
        "own_only": choice.place.district is None and not request.district.is_state,
    }


def _answered(request: TenantRequest) -> Choice:
    """The choice of a file, which cannot say that it shows something else than was asked for."""
    choice = chosen(request)
    if choice.selection.unknown:
        raise Http404("Something of this choice is not among what there is here.")
    return choice


def gaps_file(request: TenantRequest) -> HttpResponse:
    choice = _answered(request)
    response = _file(choice, "gaps")
    write_gaps(response, explored_for_members(choice))
    return response


def units_file(request: TenantRequest) -> HttpResponse:
    choice = _answered(request)
    gap = explored_for_members(choice).gap
    if gap is None or not choice.tells_units:
        raise Http404("There is no such comparison, or none of which single schools are told.")
    ends, response = at_the_ends_for_members(gap), _file(choice, choice.place.units)
    write_units(response, choice, all_at_the_ends(ends, gap))
    return response


def _file(choice: Choice, what: str) -> HttpResponse:
    year = f"-{SchoolYear(choice.selection.year)}" if choice.selection.year else ""
    name = f"{what}-{choice.selection.measure.id}-{choice.selection.group.id}-{choice.place.key}{year}.csv"
    return HttpResponse(content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def moved_here(request: TenantRequest, org_code: str = "") -> HttpResponse:
    """Where the pages of gaps over the years were."""
    asked = request.GET.copy()
    if org_code:
        asked["place"] = within(district_of(request, org_code)).key
    if request.district.is_state:
        here = reverse("state-explore")
    else:
        here = reverse("explore", args=[request.district.org_code])
    return HttpResponsePermanentRedirect(f"{here}?{asked.urlencode()}" if asked else here)


@needs("state.view")
@require_safe
def explore_as_ese(request: TenantRequest) -> HttpResponse:
    return page(request)


@needs("state.view")
@require_safe
def gaps_csv_as_ese(request: TenantRequest) -> HttpResponse:
    return gaps_file(request)


@needs("state.view")
@require_safe
def units_csv_as_ese(request: TenantRequest) -> HttpResponse:
    return units_file(request)


@needs("figures.view")
@require_safe
def explore(request: TenantRequest, org_code: str) -> HttpResponse:
    return page(request)


@needs("figures.view")
@require_safe
def gaps_csv(request: TenantRequest, org_code: str) -> HttpResponse:
    return gaps_file(request)


@needs("figures.view")
@require_safe
def units_csv(request: TenantRequest, org_code: str) -> HttpResponse:
    return units_file(request)


@needs("figures.view")
@require_safe
def years(request: TenantRequest, org_code: str = "") -> HttpResponse:
    return moved_here(request, org_code)
