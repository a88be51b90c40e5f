"""What a district has taken up, for its members, and of every district for ESE."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.models import District, School
from districts.roles import may
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest
from monitoring.results.views.district import district_of

from ..models import Progress
from ..queries import (
    Adopted,
    adoption_by_number,
    adoptions_of_district,
    evidence_of,
    gaps_aimed_at,
    log_of,
    milestones_of,
    own_strategies_of_district,
    strategies_for_all,
    support_of,
)
from ..timeline import Timeline, build_timeline

ENTRIES = 20  # of a log, on a page


@needs("strategies.view")
@require_safe
def strategies(request: TenantRequest, org_code: str) -> HttpResponse:
    """The district's board: what it has taken up, below the gaps that it aims at, and what else there is."""
    return render(request, "improvement/district_strategies.html", _board(request.district, request))


@needs("uptake.view")
@require_safe
def strategies_for_ese(request: TenantRequest, org_code: str) -> HttpResponse:
    return render(request, "improvement/district_strategies.html", _board(district_of(request, org_code), request))


def _board(district: District, request: TenantRequest) -> dict[str, Any]:
    found = adoptions_of_district(district)
    taken = {one.adoption.strategy_id for one in found if one.stage != "ended"}
    return {
        "district": district,
        "adopted": found,
        "timelines": timelines_of(district, found),
        "catalogue": [one for one in strategies_for_all() if one.strategy.pk not in taken],
        "own": own_strategies_of_district(district),
        "support": support_of(district),
        "can_adopt": may(request.membership, "strategies.adopt"),
        "can_note": may(request.membership, "support.note"),
    }


def timelines_of(district: District, found: list[Adopted]) -> list[Timeline]:
    """One of each gap that any of them aims at."""
    aims: dict[tuple[str, str], list[Adopted]] = defaultdict(list)
    for one in found:
        if one.latest.measure:
            aims[one.latest.measure, one.latest.group].append(one)
    gaps, running = gaps_aimed_at(district, aims.keys()), int(SchoolYear.running(localdate()))
    return [build_timeline(aim, gaps[aim], adopted, running) for aim, adopted in aims.items()]


def adoption_of(district: District, number: int) -> Adopted:
    found = adoption_by_number(district, number)
    if found is None:
        raise Http404("There is no such strategy here.")
    return found


@needs("strategies.view")
@require_safe
def adoption(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    return _adoption(request, request.district, number)


@needs("uptake.view")
@require_safe
def adoption_for_ese(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    return _adoption(request, district_of(request, org_code), number)


def _adoption(request: TenantRequest, district: District, number: int) -> HttpResponse:
    found = adoption_of(district, number)
    log: Page[Progress] = Paginator(log_of(found.adoption), ENTRIES).get_page(request.GET.get("page"))
    files = {} if request.district.is_state else evidence_of(log)
    for entry in log:
        entry.files = files.get(entry.pk, [])  # type: ignore[attr-defined]
    names = dict(School.objects.filter(org_code__in=found.latest.schools).values_list("org_code", "name"))
    shown = {
        "district": district,
        "adopted": found,
        "schools": [names.get(code, code) for code in found.latest.schools],
        "timelines": timelines_of(district, [found]),
        "milestones": milestones_of(found.adoption),
        "log": log,
        "today": localdate(),
        "can_adopt": may(request.membership, "strategies.adopt"),
    }
    return render(request, "improvement/adoption.html", shown)
