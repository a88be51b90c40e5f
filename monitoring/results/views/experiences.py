"""Students' experiences with teachers: a district's report, its schools beside each other, and a school's own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.models import District, School
from districts.roles import sees_only_one_school
from districts.tenant_request import TenantRequest
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.experiences.compared import compared
from monitoring.definitions.queries import in_force

from .. import experience_figures as figures
from ..experience_choice import ExperienceChoice, choose_experiences
from ..experiences.lacking import lacking_for_members
from ..experiences.stored import Kind, Stored
from ..page_queries.experience_changes import two_years_of, what_breaks
from ..page_queries.experiences import (
    chosen_report,
    report_beside_a_school,
    school_names,
    years_of_experiences,
)
from ..page_queries.state_experiences import state_beside_members
from ..state_experience_figures import changes_of, state_words
from .district import district_of, school_of


def chosen(request: TenantRequest, district: District) -> ExperienceChoice:
    known = years_of_experiences(district)
    return choose_experiences(request.GET, known.years, known.start, known.newer)


def _shared(district: District, choice: ExperienceChoice, found: Stored | None) -> dict[str, Any]:
    """What all these pages have. `lacking`: why there is no report, where there is none."""
    lacking = None if found else lacking_for_members(district, choice.year)
    return {"district": district, "choice": choice, "report": found and found.report, "lacking": lacking}


def _about(
    row: Any, choice: ExperienceChoice, found: Stored, district: District, known: InForce, place: str = ""
) -> dict[str, Any]:
    """The number that is chosen, in words, and what it rests on."""
    years = figures.years_of(found.report, choice)
    return {
        "breaks": what_breaks(choice, known),
        "row": row,
        "sentences": figures.sentences(row, choice, years, place),
        "coverage": figures.coverage(row, choice, found.report, district),
    }


@needs("school.view")
@require_safe
def district(request: TenantRequest, org_code: str) -> HttpResponse:
    """Who sees one school alone is led to its page."""
    owner = district_of(request, org_code)
    if sees_only_one_school(request.membership):
        own = get_object_or_404(School, pk=request.membership.school_id)
        return redirect("school-experiences", owner.org_code, own.org_code)
    choice = chosen(request, owner)
    found = chosen_report(owner, choice, Kind.DISTRICT, Kind.PARTS)
    context = _shared(owner, choice, found)
    if found:
        rows, of_state = compared(found.frames[Kind.DISTRICT]), state_beside_members(choice)
        beside = of_state if any(one.ratio is not None for one in of_state) else []
        groups = figures.group_lines(rows, choice, beside)
        known = in_force(choice.category.id)
        context |= _about(figures.row_of(rows, choice, owner.org_code), choice, found, owner, known)
        context |= {"groups": groups, "categories": figures.category_lines(rows, choice, beside)}
        context |= {"has_state": bool(beside), "across": state_words(of_state, choice)}
        context |= {"change": changes_of(two_years_of(owner, choice, known), choice)}
        context |= {"chart": figures.chart_of(groups, choice, f"{choice.words.title}, group by group")}
        context |= {"lies": figures.where_it_lies(found.frames[Kind.PARTS], choice, figures.OF_A_DISTRICT)}
    return render(request, "results/experiences.html", context)


@needs("figures.view")
@require_safe
def schools(request: TenantRequest, org_code: str) -> HttpResponse:
    owner = district_of(request, org_code)
    choice = chosen(request, owner)
    found = chosen_report(owner, choice, Kind.DISTRICT, Kind.SCHOOLS)
    context = _shared(owner, choice, found)
    if found:
        row = figures.row_of(compared(found.frames[Kind.DISTRICT]), choice, owner.org_code)
        lines = figures.school_lines(found.frames[Kind.SCHOOLS], choice, school_names(owner))
        context |= _about(row, choice, found, owner, in_force(choice.category.id))
        context |= {"schools": lines, "chart": figures.chart_of(lines, choice, "School by school")}
    return render(request, "results/experiences_schools.html", context)


def _of_a_school(request: TenantRequest, owner: District, choice: ExperienceChoice, code: str) -> Stored | None:
    if sees_only_one_school(request.membership):
        return report_beside_a_school(owner, choice, code)
    return chosen_report(owner, choice, Kind.DISTRICT, Kind.SCHOOLS)


@needs("school.view")
@require_safe
def school(request: TenantRequest, org_code: str, school_org: str) -> HttpResponse:
    owner = district_of(request, org_code)
    place = school_of(request, owner, school_org)
    choice = chosen(request, owner)
    found = _of_a_school(request, owner, choice, place.org_code)
    context = {**_shared(owner, choice, found), "school": place}
    if found:
        context |= _beside_its_district(found, owner, place, choice)
    return render(request, "results/experiences_school.html", context)


def _beside_its_district(found: Stored, owner: District, place: School, choice: ExperienceChoice) -> dict[str, Any]:
    """Nothing where no student was reported at the school."""
    own = compared(found.frames[Kind.SCHOOLS].filter(org_code=place.org_code))
    beside = compared(found.frames[Kind.DISTRICT])
    row = figures.row_of(own, choice, place.org_code)
    if row is None:
        return {}
    groups = figures.group_lines(own, choice, beside)
    about = _about(row, choice, found, owner, in_force(choice.category.id), f"at {place.name}")
    about["sentences"].append(figures.district_sentence(figures.row_of(beside, choice, owner.org_code), owner))
    return {
        **about,
        "groups": groups,
        "categories": figures.category_lines(own, choice, beside),
        "chart": figures.chart_of(groups, choice, f"{choice.words.title} at {place.name}, group by group"),
    }
