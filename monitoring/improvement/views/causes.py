"""Why gaps are there: what a district thinks and knows of it. For its own members alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from districts.access import needs
from districts.roles import may
from districts.school_year import SchoolYear
from districts.tenant_request import TenantRequest
from monitoring.analysis.strategies.adoption import Stage, days_of
from monitoring.analysis.strategies.causes import SUREST_FIRST
from monitoring.analysis.strategies.recommender import NamedCause as CauseOfGap
from monitoring.results.models import DistrictGap

from .. import actions
from ..cause_forms import EvidenceForm, LinkForm, NameCauseForm, StudyForm, ThoughtForm
from ..cause_picture import build_picture, circles_in_words
from ..models import Claim, GapStudy
from ..not_possible import NotPossible
from ..queries import (
    CauseShown,
    Listed,
    StudyShown,
    Taken,
    causes_for_all,
    gaps_aimed_at,
    named_by_district,
    resources_for_all,
    strategies_for_all,
    studies_of_district,
    study_by_number,
    study_on,
    taken_by_key,
)
from ..suggestions import Aim, Shown, suggestions_for
from ..timeline import gap_title, told_of_gap

WRITING = ["GET", "HEAD", "POST"]
DONE = "It is kept."
LIST = "improvement/studies.html"


@needs("strategies.view")
@require_safe
def studies(request: TenantRequest, org_code: str) -> HttpResponse:
    """The gaps that the district looks into, and the causes it holds now."""
    found = studies_of_district(request.district, localdate())
    gaps = gaps_aimed_at(request.district, {(one.measure, one.group) for one in found})
    listed = []
    for one in found:
        aim = one.measure, one.group
        held = [cause for level in SUREST_FIRST for cause in one.causes if cause.confidence is level]
        listed.append((one, gap_title(aim), told_of_gap(aim, gaps[aim]), held))
    shown = {"listed": listed, "can_write": may(request.membership, "strategies.adopt")}
    return render(request, LIST, shown)


@needs("strategies.view")
@require_safe
def study(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    """A gap under study as it is thought of now, or was at the end of the school year that is asked for."""
    found = study_of(request, number)
    today = localdate()
    running = int(SchoolYear.running(today))
    year = _year(request.GET.get("year"), running)
    shown = study_on(found, min(days_of(year)[1], today))
    aim = found.measure, found.group
    gaps = gaps_aimed_at(request.district, [aim])
    ever, catalogue = taken_by_key(request.district), strategies_for_all()
    taken = {key: one for key, one in ever.items() if one.stage is not Stage.ENDED}
    context = {
        "study": found,
        "title": gap_title(aim),
        "sentence": told_of_gap(aim, gaps[aim]),
        "shown": shown,
        "causes": [(one, _answers(one, catalogue, taken)) for one in shown.causes],
        "suggestions": _suggestions(shown, {aim: gaps[aim]}, catalogue, taken, ever.keys() - taken.keys()),
        **_drawn(shown),
        **_of_year(shown, year, running),
        "can_write": may(request.membership, "strategies.adopt"),
    }
    return render(request, "improvement/study.html", context)


def _suggestions(
    shown: StudyShown,
    gaps: dict[Aim, list[DistrictGap]],
    catalogue: Sequence[Listed],
    taken: dict[str, Taken],
    ended: Collection[str],
) -> list[Shown]:
    of = shown.study
    causes = [CauseOfGap(one.title, (of.measure, of.group), one.confidence, one.strategies) for one in shown.causes]
    objectives = frozenset(of.objectives) | {name for one in taken.values() for name in one.objectives}
    offered = [one for one in catalogue if one.strategy.key not in taken]
    return suggestions_for(gaps, causes, objectives, offered, resources_for_all(), ended)


def _drawn(shown: StudyShown) -> dict[str, Any]:
    title = gap_title((shown.study.measure, shown.study.group))
    return {"picture": build_picture(title, shown), "circles": circles_in_words(shown)}


def _of_year(shown: StudyShown, year: int, running: int) -> dict[str, Any]:
    """`years`: those in which something was held; the one that runs last."""
    first = int(SchoolYear.running(shown.first)) if shown.first else running
    return {"year": year, "years": list(range(first, running + 1)), "is_now": year == running}


def _year(asked: str | None, running: int) -> int:
    if asked is None:
        return running
    try:
        return min(int(SchoolYear(int(asked))), running)
    except ValueError:
        raise Http404("There is no such school year.") from None


def _answers(
    cause: CauseShown, catalogue: Sequence[Listed], taken: dict[str, Taken]
) -> list[tuple[Listed, Taken | None]]:
    """Strategies linked with a cause, in the catalogue's order, each with what the district has taken up of it."""
    return [(one, taken.get(one.strategy.key)) for one in catalogue if one.strategy.key in cause.strategies]


def study_of(request: TenantRequest, number: int) -> GapStudy:
    found = study_by_number(request.district, number)
    if found is None:
        raise Http404("The district looks into no such gap.")
    return found


@needs("strategies.adopt")
@require_http_methods(WRITING)
def new_study(request: TenantRequest, org_code: str) -> HttpResponse:
    given = {name: request.GET.get(name, "") for name in ("measure", "group")}
    form = StudyForm(request.POST or None, initial=given)

    def act() -> int:
        said = form.cleaned_data
        made = actions.study_gap(
            measure=said["measure"],
            group=said["group"],
            objectives=tuple(said["objectives"]),
            by=request.membership,
        )
        return int(made.number)

    return _acted(request, form, act, "Look into a gap", "Begin")


@needs("strategies.adopt")
@require_http_methods(WRITING)
def name_cause(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    found = study_of(request, number)
    form = NameCauseForm(
        request.POST or None,
        strategies=_strategy_choices(),
        library=causes_for_all(),
        named=named_by_district(request.district),
        claimed=set(Claim.objects.filter(study=found).values_list("cause_id", flat=True)),
    )

    def act() -> int:
        what, thought, kept_here = form.cause(), form.thought(), form.cleaned_data["kept_here"]
        actions.name_cause(study=found, what=what, thought=thought, kept_here=kept_here, by=request.membership)
        return number

    return _acted(request, form, act, "Name a cause", "Keep it", found)


@needs("strategies.adopt")
@require_http_methods(WRITING)
def say_of_cause(request: TenantRequest, org_code: str, number: int, cause: int) -> HttpResponse:
    found, shown = _cause_of(request, number, cause)
    last = shown.claims[-1]
    before = {"confidence": last.confidence, "text": last.text, "strategies": last.strategies, "seen": last.number}
    form = ThoughtForm(request.POST or None, initial=before, strategies=_strategy_choices())

    def act() -> int:
        thought, seen = form.thought(), form.cleaned_data["seen"]
        actions.say_of_cause(study=found, cause=shown.named, thought=thought, seen=seen, by=request.membership)
        return number

    return _acted(request, form, act, f"How sure you are now of “{shown.title}”", "Keep it", found)


@needs("strategies.adopt")
@require_http_methods(WRITING)
def add_evidence(request: TenantRequest, org_code: str, number: int, cause: int) -> HttpResponse:
    found, shown = _cause_of(request, number, cause)
    form = EvidenceForm(request.POST or None)

    def act() -> int:
        actions.add_evidence(study=found, cause=shown.named, item=form.item(), by=request.membership)
        return number

    return _acted(request, form, act, f"Evidence about “{shown.title}”", "Add it", found)


@needs("strategies.adopt")
@require_http_methods(WRITING)
def link_causes(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    """Between causes of this gap; it holds for all gaps that have both."""
    found = study_of(request, number)
    by_id = {one.id: one for one in study_on(found, localdate()).held}
    form = LinkForm(request.POST or None, causes=[(key, one.title) for key, one in by_id.items()])

    def act() -> int:
        said = form.cleaned_data
        actions.link_causes(
            begin=by_id[said["begin"]].named,
            end=by_id[said["end"]].named,
            holds=said["holds"] == "yes",
            since=said["since"],
            text=said["text"],
            by=request.membership,
        )
        return number

    return _acted(request, form, act, "Which cause feeds which", "Keep it", found)


def _acted(
    request: TenantRequest,
    form: forms.Form,
    act: Callable[[], int],
    head: str,
    button: str,
    study: GapStudy | None = None,
) -> HttpResponse:
    """The form, and when it is right and `act` went well, the page of the gap whose number that returns."""
    if request.method == "POST" and form.is_valid():
        try:
            number = act()
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, DONE)
            return redirect("gap-study", org_code=request.district.org_code, number=number)
    title = gap_title((study.measure, study.group)) if study else ""
    context = {"form": form, "head": head, "button": button, "study": study, "title": title}
    return render(request, "improvement/cause_act.html", context)


def _cause_of(request: TenantRequest, number: int, cause: int) -> tuple[GapStudy, CauseShown]:
    """A cause that was named for the gap, whatever is thought of it since."""
    found = study_of(request, number)
    shown = next((one for one in _ever(found).causes if one.named.number == cause), None)
    if shown is None:
        raise Http404("No such cause was named for this gap.")
    return found, shown


def _ever(study: GapStudy) -> StudyShown:
    return study_on(study, dt.date.max)


def _strategy_choices() -> list[tuple[str, str]]:
    return [(one.strategy.key, one.version.title) for one in strategies_for_all()]
