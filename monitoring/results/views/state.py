"""The state's pages, for ESE; and the state's figures as a district's members see them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from monitoring.analysis.lead import YEARS_BACK, largest_gap, lead_sentence
from monitoring.analysis.measures import MEASURES
from monitoring.definitions.queries import Wording

from .. import shown_measures
from ..comparison_tables import build_level_table, by_group, withheld_by_group
from ..gap_table import build_gap_table
from ..page_queries import (
    districts_for_ese,
    left_out_for_ese,
    small_districts_for_ese,
    submissions_of,
)
from ..queries import (
    delay_for_ese,
    gaps_across_districts_for_ese,
    gaps_and_before_for_members,
    gaps_by_level_for_ese,
    state_values_for_members,
    years_with_results,
)
from ..selection import Selection, choose

DISTRICTS = 25  # on a page of their list


def chosen(request: TenantRequest) -> Selection:
    return choose(request.GET, *years_with_results())


def page(request: TenantRequest, template: str, selection: Selection, **context: Any) -> HttpResponse:
    return render(request, f"results/{template}.html", {"selection": selection, **context})


@needs("state.view")
@require_safe
def table(request: TenantRequest) -> HttpResponse:
    selection, delay = chosen(request), delay_for_ese()
    if selection.year is None:
        return page(request, "state_empty", selection, delay=delay)
    of_state = gaps_and_before_for_members(selection.year, selection.asked_window, years=YEARS_BACK)
    gaps, words = of_state.gaps, Wording()
    has_parts, largest = shown_measures.has_parts(gaps), largest_gap(gaps)
    parts = selection.of_parts and has_parts
    return page(
        request,
        "state",
        selection,
        delay=delay,
        largest=largest,
        lead=lead_sentence(largest, of_state.before(largest), gaps),
        parts=parts,
        has_parts=has_parts,
        table=build_gap_table(gaps, left_out=left_out_for_ese(selection.year), variants=parts, worded=words),
        comparisons=by_group(gaps, variants=parts),
        withheld=withheld_by_group(gaps),
        without=districts_for_ese(selection.year, is_without=True).count(),
    )


@needs("state.view")
@require_safe
def levels(request: TenantRequest) -> HttpResponse:
    selection = chosen(request)
    gaps = list(gaps_by_level_for_ese(selection.year or 0, selection.asked_window, group=selection.group.id))
    has_parts = shown_measures.has_parts(gaps)
    parts = selection.of_parts and has_parts
    table = build_level_table(gaps, selection.group, variants=parts)
    return page(request, "state_levels", selection, table=table, parts=parts, has_parts=has_parts)


@needs("state.view")
@require_safe
def across_districts(request: TenantRequest) -> HttpResponse:
    selection = chosen(request)
    gaps, words = list(gaps_across_districts_for_ese(selection.year or 0, selection.asked_window)), Wording()
    left_out, has_parts = left_out_for_ese(selection.year or 0, scope="districts"), shown_measures.has_parts(gaps)
    parts = selection.of_parts and has_parts
    return page(
        request,
        "state_across",
        selection,
        parts=parts,
        has_parts=has_parts,
        table=build_gap_table(gaps, units="districts", left_out=left_out, variants=parts, worded=words),
        comparisons=by_group(gaps, variants=parts),
        small=small_districts_for_ese(selection.year or 0),
    )


@needs("state.view")
@require_safe
def values(request: TenantRequest) -> HttpResponse:
    selection = chosen(request)
    found = {(value.measure, value.school_year): value for value in state_values_for_members()}
    years = sorted(selection.years)
    named = {measure for measure, _ in found}
    shown = [(m, [found.get((m.id, y)) for y in years]) for m in MEASURES.values() if not m.gap and m.id in named]
    return page(request, "state_values", selection, shown=shown, years=years)


@needs("state.view")
@require_safe
def districts(request: TenantRequest) -> HttpResponse:
    """By name or code, all or those without figures, of any measure or of one; a list of hundreds in pages."""
    selection = choose(request.GET, *years_with_results(), tuple(MEASURES))
    named, which = request.GET.get("named", "").strip(), request.GET.get("which", "")
    lacking = (selection.measure.id, selection.measure_window) if which == "measure" else None
    year = selection.year or 0
    found = districts_for_ese(year, named=named, lacking=lacking, is_without=which == "none")
    some: Page[Any] = Paginator(found, DISTRICTS).get_page(request.GET.get("page"))
    submissions = Page(submissions_of(some, year), some.number, some.paginator)
    filters = {"named": named, "which": which}
    return page(
        request, "state_districts", selection, submissions=submissions, **filters, filter_query=urlencode(filters)
    )


@needs("figures.view")
@require_safe
def seen_by_district(request: TenantRequest, org_code: str) -> HttpResponse:
    """The statewide comparisons beside which a district sees its own."""
    selection = chosen(request)
    of_state = gaps_and_before_for_members(selection.year or 0, selection.asked_window, years=YEARS_BACK)
    gaps, words = of_state.gaps, Wording()
    largest, has_parts = largest_gap(gaps), shown_measures.has_parts(gaps)
    parts = selection.of_parts and has_parts
    return page(
        request,
        "district_state",
        selection,
        largest=largest,
        lead=lead_sentence(largest, of_state.before(largest), gaps),
        parts=parts,
        has_parts=has_parts,
        table=build_gap_table(gaps, variants=parts, worded=words),
        district=request.district,
    )
