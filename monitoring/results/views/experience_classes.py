"""The classes behind a number of a district's report on experiences: for the district's own members."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.models import District, School
from districts.roles import sees_only_one_school
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest

from ..experience_choice import ExperienceChoice
from ..experience_files import write_classes
from ..experiences.stored import Kind, stored_report
from ..page_queries.experiences import Behind, classes_for_its_members, is_told_by_class, school_names
from .district import district_of, school_of
from .experiences import chosen
from .plan_tables import CSV

PAGE = 25


def _behind(request: TenantRequest, owner: District, place: School | None, choice: ExperienceChoice) -> Behind | None:
    """None where a number is not told by class. 404 where there is no number."""
    code = place.org_code if place else owner.org_code
    kind = Kind.SCHOOLS if place else Kind.DISTRICT
    found = choice.year and stored_report(owner, choice.year, choice.window, [kind])
    named = {"org_code": code, "category_id": choice.category.id, "group_id": choice.group_id}
    rows = found.frames[kind].filter(**named) if found else None
    if not found or rows is None or rows.is_empty():
        raise Http404("There is no such number.")
    if not is_told_by_class(choice.category):
        return None
    only = sees_only_one_school(request.membership)
    row = rows.row(0, named=True)
    school = place.org_code if place else None
    behind = classes_for_its_members(found.report, choice, row, school=school, only=only)
    if behind is None:
        raise Http404("The report has just been made anew.")
    return behind


def _page(request: TenantRequest, owner: District, place: School | None) -> HttpResponse:
    choice = chosen(request, owner)
    behind = _behind(request, owner, place, choice)
    context: dict[str, Any] = {"district": owner, "school": place, "choice": choice, "behind": behind}
    if behind:
        names = {} if sees_only_one_school(request.membership) else school_names(owner)
        names |= {place.org_code: place.name} if place else {}
        listed = Paginator(behind.classes.rows(named=True), PAGE).get_page(request.GET.get("page"))
        context |= {"listed": listed, "names": names}
    return render(request, "results/experience_classes.html", context)


def _file(request: TenantRequest, owner: District, place: School | None) -> HttpResponse:
    choice = chosen(request, owner)
    behind = None if choice.unknown else _behind(request, owner, place, choice)
    if behind is None or choice.year is None:
        raise Http404("There are no classes of this choice to be told.")
    of = f"{choice.category.id}-{choice.group_id}-{place.org_code if place else owner.org_code}"
    response = HttpResponse(content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="classes-{of}-{SchoolYear(choice.year)}.csv"'
    write_classes(response, behind.classes)
    return response


@needs("figures.view")
@require_safe
def of_district(request: TenantRequest, org_code: str) -> HttpResponse:
    return _page(request, district_of(request, org_code), None)


@needs("figures.view")
@require_safe
def of_district_csv(request: TenantRequest, org_code: str) -> HttpResponse:
    return _file(request, district_of(request, org_code), None)


@needs("school.view")
@require_safe
def of_school(request: TenantRequest, org_code: str, school_org: str) -> HttpResponse:
    owner = district_of(request, org_code)
    return _page(request, owner, school_of(request, owner, school_org))


@needs("school.view")
@require_safe
def of_school_csv(request: TenantRequest, org_code: str, school_org: str) -> HttpResponse:
    owner = district_of(request, org_code)
    return _file(request, owner, school_of(request, owner, school_org))
