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
from monitoring.analysis.experiences.classes import Category

from ..experience_choice import ExperienceChoice
from ..experience_figures import BY_COURSE, OF_A_DISTRICT, WhereItLies, parts_of_a_gap
from ..experience_files import write_classes
from ..experiences.stored import Kind, stored_report
from ..models import ExperienceReport
from ..page_queries.experiences import Behind, classes_for_its_members, is_told_by_class, school_names
from .district import district_of, school_of
from .experiences import chosen
from .plan_tables import CSV

PAGE = 25
Row = dict[str, Any]


def _number(owner: District, place: School | None, choice: ExperienceChoice) -> tuple[ExperienceReport, Row] | None:
    """The number that is asked about, of the district or of a school's students, and its report."""
    code, kind = (place.org_code, Kind.SCHOOLS) if place else (owner.org_code, Kind.DISTRICT)
    found = choice.year and stored_report(owner, choice.year, choice.window, [kind])
    if not found:
        return None
    rows = choice.rows_of(found.frames[kind]).filter(org_code=code).rows(named=True)
    return (found.report, rows[0]) if rows else None


def _behind(request: TenantRequest, owner: District, place: School | None, choice: ExperienceChoice) -> Behind | None:
    """None where there is no number, or it is not told by class."""
    number = _number(owner, place, choice) if is_told_by_class(choice.category) else None
    if number is None:
        return None
    only = sees_only_one_school(request.membership)
    return classes_for_its_members(*number, choice, school=place.org_code if place else None, only=only)


def _page(request: TenantRequest, owner: District, place: School | None) -> HttpResponse:
    choice = chosen(request, owner)
    behind = _behind(request, owner, place, choice)
    told = is_told_by_class(choice.category)
    context: dict[str, Any] = {"district": owner, "school": place, "choice": choice, "behind": behind, "is_told": told}
    context["only"] = sees_only_one_school(request.membership)
    if behind:
        names = {} if context["only"] else school_names(owner)
        names |= {place.org_code: place.name} if place else {}
        listed = Paginator(behind.classes.rows(named=True), PAGE).get_page(request.GET.get("page"))
        context |= {"listed": listed, "names": names, "lies": _where_it_lies(behind, choice.category, place)}
    return render(request, "results/experience_classes.html", context)


def _where_it_lies(behind: Behind, category: Category, place: School | None) -> WhereItLies:
    between = {} if place else {"between_schools": OF_A_DISTRICT["between_schools"]}
    row = {**behind.split, "category_id": category.id}
    return parts_of_a_gap(row, {**between, **BY_COURSE})


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
