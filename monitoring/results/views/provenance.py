"""Where a number comes from: its definition, the run that computed it, and the files and rows it stands in."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.roles import may
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest
from monitoring.analysis import title_one_words
from monitoring.analysis.measures import MEASURES

from ..figures import gap_in_words
from ..models import DistrictGap, DistrictValue, SchoolValue, StateGap, StateValue
from ..models.gaps import GapFields
from ..models.values import ValueFields
from ..page_queries import count_parts, parts_for_its_members, shares_of, with_values
from ..queries import Provenance, provenance_for, with_run
from .district import district_of, school_of

PAGE = 25
Result = TypeVar("Result", bound=Model)


def _one(rows: QuerySet[Result]) -> Result:
    """Of rows named by their grain, the one that the scope sees, with its run."""
    for found in with_run(rows)[:1]:
        return found
    raise Http404("There is no such figure.")


def _sentence(result: GapFields | ValueFields, found: Provenance) -> str:
    if isinstance(result, GapFields) and found.measure:
        return gap_in_words(result, found.measure)
    return ""


def _page(request: TenantRequest, result: GapFields | ValueFields, **context: object) -> HttpResponse:
    behind = parts_for_its_members(result)
    may_see = may(request.membership, "figures.view")  # who sees one school does not see the others behind a number
    behind = behind if may_see else behind.none()
    counted, paginator = count_parts(behind, result), Paginator(behind, PAGE)
    paginator.count = counted.total  # asked once
    page = paginator.get_page(request.GET.get("page"))
    parts = with_values(page.object_list, result)
    found = provenance_for(result, tells_rows=may_see)  # type: ignore[arg-type]
    shown = {
        "result": result,
        "provenance": found,
        "sentence": _sentence(result, found),
        "notes": title_one_words.notes() if getattr(result, "method", "") == "E" else (),
        "counted": counted,
        "page": page,
        "parts": parts,
        "has_others": not context["district"] and any(part.is_not_in_state for part in parts),
        "own_only": not (context["district"] or request.district.is_state),
    }
    return render(request, "results/provenance.html", {**shown, **context})


@needs("figures.view")
@require_safe
def state_gap(
    request: TenantRequest, method: str, scope: str, partition: str, year: int, window: str, measure: str, group: str,
    org_code: str = "",
) -> HttpResponse:  # fmt: skip
    place = {"method": method, "scope": scope, "partition": partition, "school_year": year, "window": window}
    gap = _one(StateGap.objects.filter(**place, measure=measure, group=group))
    return _page(request, gap, of="the state", district=None)


@needs("figures.view")
@require_safe
def district_gap(
    request: TenantRequest, org_code: str, year: int, window: str, measure: str, group: str
) -> HttpResponse:
    owner = district_of(request, org_code)
    rows = DistrictGap.objects.filter(district=owner, school_year=year, window=window, measure=measure, group=group)
    return _page(request, _one(rows), of=owner.name, district=owner)


@needs("school.view")
@require_safe
def state_value(request: TenantRequest, year: int, window: str, measure: str, org_code: str = "") -> HttpResponse:
    value = _one(StateValue.objects.filter(school_year=year, window=window, measure=measure))
    return _page(request, value, of="the state", district=None)


@needs("school.view")
@require_safe
def district_value(request: TenantRequest, org_code: str, year: int, window: str, measure: str) -> HttpResponse:
    owner = district_of(request, org_code)
    value = _one(DistrictValue.objects.filter(district=owner, school_year=year, window=window, measure=measure))
    value.district = owner  # read already
    return _page(request, value, of=owner.name, district=owner)


@needs("school.view")
@require_safe
def school_value(
    request: TenantRequest, org_code: str, school_org: str, year: int, window: str, measure: str
) -> HttpResponse:
    owner = district_of(request, org_code)
    school = school_of(request, owner, school_org)
    figure = {"school_year": year, "window": window, "measure": measure}
    value = with_run(SchoolValue.objects.filter(district=owner, school=school, **figure)).first()
    if value is None and StateValue.objects.filter(**figure).exists():  # others submitted; it may have, too, before
        name = MEASURES[measure].title
        messages.info(request, f"{name}, {SchoolYear(year)}: no file in force names the school: not submitted.")
        page = reverse("state-school" if request.district.is_state else "school", args=[org_code, school_org])
        return redirect(f"{page}?{urlencode({'year': str(SchoolYear(year)), 'window': window})}")
    if value is None:
        raise Http404("There is no such figure.")
    value.district, value.school = owner, school  # read already
    return _page(request, value, of=school.name, district=owner, school=school)


@needs("school.view")
@require_safe
def school_share(request: TenantRequest, org_code: str, school_org: str, year: int, group: str) -> HttpResponse:
    """A school's share of a student group, and where it stands among the state's schools with it; where only its own
    district sent it, among the district's.
    """
    owner = district_of(request, org_code)
    school = school_of(request, owner, school_org)
    share = _one(shares_of(school, year).filter(group=group))
    shown = {"result": share, "provenance": provenance_for(share), "district": owner, "school": school}
    return render(request, "results/share_provenance.html", shown)
