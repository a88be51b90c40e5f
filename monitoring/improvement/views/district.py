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
from monitoring.results.models import DistrictGap
from monitoring.results.views.district import district_of

from ..models import Progress
from ..queries import (
    Adopted,
    Listed,
    Studied,
    adoption_by_number,
    adoptions_of_district,
    evidence_of,
    gaps_aimed_at,
    log_of,
    milestones_of,
    own_strategies_of_district,
    resources_for_all,
    strategies_ever,
    studies_of_district,
    support_of,
)
from ..suggestions import Aim, Shown, objectives_of, suggestions_for
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
    ever, own = strategies_ever(), own_strategies_of_district(district)
    found = adoptions_of_district(district, [one.version for one in ever], own)
    taken = {one.adoption.strategy_id for one in found if one.stage != "ended"}
    offered = [one for one in ever if one.strategy.retired_on is None and one.strategy.pk not in taken]
    studies = [] if request.membership.district.is_state else studies_of_district(district, localdate())
    aims, studied = aims_of(found), {(one.measure, one.group) for one in studies}
    gaps = gaps_aimed_at(district, aims.keys() | studied)
    return {
        "district": district,
        "adopted": found,
        "timelines": timelines_of(aims, gaps),
        "catalogue": offered,
        "suggestions": _suggestions(found, studies, gaps, offered) if not request.membership.district.is_state else [],
        "own": own,
        "support": support_of(district),
        "can_adopt": may(request.membership, "strategies.adopt"),
        "can_note": may(request.membership, "support.note"),
    }


def _suggestions(
    found: list[Adopted], studies: list[Studied], gaps: dict[Aim, list[DistrictGap]], offered: list[Listed]
) -> list[Shown]:
    """From the gaps that the district looks into, and those that a strategy aims at which has not ended."""
    running = aims_of([one for one in found if one.stage != "ended"])
    aims = [*dict.fromkeys([*((one.measure, one.group) for one in studies), *running])]
    causes = [cause for one in studies for cause in one.causes]
    objectives = objectives_of(found, studies)
    ended = {one.adoption.strategy.key for one in found if one.stage == "ended" and one.adoption.strategy}
    of_aims = {aim: gaps[aim] for aim in aims}
    return suggestions_for(of_aims, causes, objectives, offered, resources_for_all(), ended)


def aims_of(found: list[Adopted]) -> dict[Aim, list[Adopted]]:
    """Strategies by the gap that they aim at."""
    aims: dict[Aim, list[Adopted]] = defaultdict(list)
    for one in found:
        if one.latest.measure:
            aims[one.latest.measure, one.latest.group].append(one)
    return aims


def timelines_of(aims: dict[Aim, list[Adopted]], gaps: dict[Aim, list[DistrictGap]]) -> list[Timeline]:
    """One of each gap that any of them aims at."""
    running = int(SchoolYear.running(localdate()))
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
    aims = aims_of([found])
    names = dict(School.objects.filter(org_code__in=found.latest.schools).values_list("org_code", "name"))
    shown = {
        "district": district,
        "adopted": found,
        "schools": [names.get(code, code) for code in found.latest.schools],
        "timelines": timelines_of(aims, gaps_aimed_at(district, aims.keys())),
        "milestones": milestones_of(found.adoption),
        "log": log,
        "today": localdate(),
        "can_adopt": may(request.membership, "strategies.adopt"),
    }
    return render(request, "improvement/adoption.html", shown)
