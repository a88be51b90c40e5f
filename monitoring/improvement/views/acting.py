"""What a district does with strategies: take one up, record a step, log progress, write one of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from districts.access import needs
from districts.body import takes_up_to
from districts.tenant_request import TenantRequest
from monitoring.analysis.strategies.adoption import Stage

from .. import actions
from ..actions.adopt import terms_of
from ..actions.keep_evidence import MOST_BYTES
from ..forms import MilestoneForm, OwnStrategyForm, ProgressForm, StepForm, TermsForm
from ..models import OwnStrategy, OwnStrategyVersion, Strategy
from ..not_possible import NotPossible
from ..queries import milestones_of, own_strategy_by_number
from .catalogue import found_by
from .district import adoption_of

WRITING = ["GET", "HEAD", "POST"]
DONE = "It is kept."


@needs("strategies.adopt")
@require_http_methods(WRITING)
def adopt(request: TenantRequest, org_code: str, key: str) -> HttpResponse:
    """Consider or adopt a strategy of the catalogue."""
    strategy, versions = found_by(key)
    return _adopted(request, strategy, versions[0].title)


@needs("strategies.adopt")
@require_http_methods(WRITING)
def adopt_own(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    own, versions = own_strategy_of(request, number)
    return _adopted(request, own, versions[0].title)


def _adopted(request: TenantRequest, strategy: Strategy | OwnStrategy, title: str) -> HttpResponse:
    form = TermsForm(request.POST or None, initial={"stage": Stage.CONSIDERING.value})

    def act() -> int:
        stage, since = Stage(form.cleaned_data["stage"]), form.cleaned_data["since"]
        made = actions.adopt_strategy(
            strategy=strategy, stage=stage, since=since, terms=form.terms(), by=request.membership
        )
        return int(made.number)

    return _acted(request, form, act, {"head": f"Take up “{title}”", "button": "Keep it"})


@needs("strategies.adopt")
@require_http_methods(WRITING)
def step(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    found = adoption_of(request.district, number)
    before = {**vars(terms_of(found.latest)), "stage": found.latest.stage, "seen": found.latest.number}
    form = StepForm(request.POST or None, initial=before, now=found.latest)

    def act() -> int:
        given = form.cleaned_data
        actions.record_step(
            adoption=found.adoption,
            stage=Stage(given["stage"]),
            terms=form.terms(),
            **{name: given[name] for name in ("since", "reason", "unintended", "seen")},
            by=request.membership,
        )
        return number

    return _acted(request, form, act, {"head": f"The next step of “{found.title}”", "button": "Record it"}, found)


@takes_up_to(lambda: MOST_BYTES)
@needs("strategies.adopt")
@require_http_methods(WRITING)
def progress(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    found = adoption_of(request.district, number)
    still_open = [one.milestone for one in milestones_of(found.adoption) if one.settled is None]
    form = ProgressForm(request.POST or None, request.FILES or None, milestones=still_open, initial={"fidelity": ""})

    def act() -> int:
        made = actions.log_progress(adoption=found.adoption, entry=form.entry(), by=request.membership)
        if file := form.cleaned_data["file"]:
            actions.keep_evidence(progress=made, file_name=file.name, arrival=file.arrival, by=request.membership)
        return number

    return _acted(request, form, act, {"head": f"How “{found.title}” goes", "button": "Log it"}, found)


@needs("strategies.adopt")
@require_http_methods(WRITING)
def milestone(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    found = adoption_of(request.district, number)
    form = MilestoneForm(request.POST or None)

    def act() -> int:
        actions.set_milestone(adoption=found.adoption, **form.cleaned_data, by=request.membership)
        return number

    return _acted(request, form, act, {"head": f"A milestone of “{found.title}”", "button": "Set it"}, found)


def _acted(
    request: TenantRequest, form: forms.Form, act: Callable[[], int], words: dict[str, str], found: Any = None
) -> HttpResponse:
    """The form, and when it is right and `act` went well, the page of the strategy whose number that returns."""
    if request.method == "POST" and form.is_valid():
        try:
            number = act()
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, DONE)
            return redirect("adoption", org_code=request.district.org_code, number=number)
    return render(request, "improvement/act.html", {"form": form, "adopted": found, **words})


@needs("strategies.adopt")
@require_http_methods(WRITING)
def new_own(request: TenantRequest, org_code: str) -> HttpResponse:
    return _own_written(request, None, OwnStrategyForm(request.POST or None))


@needs("strategies.adopt")
@require_http_methods(WRITING)
def write_own(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    own, versions = own_strategy_of(request, number)
    before = {**vars(versions[0].words), "seen": versions[0].version}
    return _own_written(request, own, OwnStrategyForm(request.POST or None, initial=before))


def _own_written(request: TenantRequest, own: OwnStrategy | None, form: OwnStrategyForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        why, seen = form.cleaned_data["why"], form.cleaned_data["seen"]
        try:
            made = actions.write_own_strategy(words=form.words(), why=why, own=own, seen=seen, by=request.membership)
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, DONE)
            return redirect("own-strategy", org_code=request.district.org_code, number=made.own.number)
    head = "Write a further version" if own else "Write a strategy of your own"
    return render(request, "improvement/act.html", {"form": form, "head": head, "button": "Keep it", "adopted": None})


@needs("strategies.view")
@require_safe
def own(request: TenantRequest, org_code: str, number: int) -> HttpResponse:
    """One of the district's own, as it reads now or in the version that is asked for."""
    found, versions = own_strategy_of(request, number)
    asked = request.GET.get("version", str(versions[0].version))
    version = next((one for one in versions if str(one.version) == asked), None)
    if version is None:
        raise Http404("There is no such version.")
    return render(request, "improvement/strategy.html", {"own": found, "version": version, "versions": versions})


def own_strategy_of(request: TenantRequest, number: int) -> tuple[OwnStrategy, list[OwnStrategyVersion]]:
    found = own_strategy_by_number(request.district, number)
    if found is None:
        raise Http404("There is no such strategy here.")
    return found
