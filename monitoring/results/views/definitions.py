"""Definitions of measures for ESE: all of them, one version, drafts, the steps of the lifecycle, and dual runs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from monitoring.analysis.definitions.definition import About, Definition, State
from monitoring.analysis.definitions.kinds import kinds_for
from monitoring.analysis.definitions.lifecycle import MOVES, Step
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.definitions import actions
from monitoring.definitions.queries import definitions_for_ese, versions_for_everybody
from monitoring.intake.progress import progress_of

from ..definition_steps import take_step
from ..dual_runs.asking import ask_for_dual_run, latest_dual_run
from ..forms import DraftForm, EvidenceForm, StepForm
from ..page_queries.definition_page import ASKED_WITH, definition_page_for_ese


@needs("state.view")
@require_safe
def definitions(request: TenantRequest) -> HttpResponse:
    """Every version of every measure, those first that somebody should look at soonest; and the student groups."""
    known = definitions_for_ese()
    overdue = [one for one in known if one.is_past_its_day(localdate())]
    shown = {"definitions": known, "overdue": overdue, "groups": GROUPS.values()}
    return render(request, "results/definitions.html", shown)


@needs("state.view")
@require_safe
def definition(request: TenantRequest, measure: str, version: int) -> HttpResponse:
    """One version: what it says and how it differs from another (`?with=1`), what was done with it, what may be."""
    return _page(request, measure, version)


def _page(request: TenantRequest, measure: str, version: int, given: dict[str, Any] | None = None) -> HttpResponse:
    asked = request.GET.get("with", "")
    other = int(asked) if asked.isdecimal() and len(asked) < 6 else None
    page = definition_page_for_ese(measure, version, compared_with=other, by=request.membership)
    if page is None:
        raise Http404("There is no such version.")
    forms = given or {}
    offers = [(one, forms.get(one.step) or StepForm(asks=one.asks, auto_id=f"id_{one.step}_%s")) for one in page.offers]
    shown = {"page": page, "measure": MEASURES[measure], "offers": offers}
    shown |= {"evidence_form": forms.get("evidence") or EvidenceForm(auto_id="id_evidence_%s")}
    return render(request, "results/definition.html", shown)


@needs("definition.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: TenantRequest, measure: str) -> HttpResponse:
    """A form for a new version that begins with another one (`?from=1`), of a kind of rule (`?kind=…`)."""
    start = _start(request, measure)
    kind = _kind(request, measure, start)
    form = DraftForm(request.POST or None, measure=measure, kind=kind, start=start)
    if request.method == "POST" and form.is_valid():
        stored = actions.draft_definition(content=form.content(), by=request.membership)
        messages.success(request, f"Version {stored.version} is kept as a draft.")
        return redirect("state-definition", measure=measure, version=stored.version)
    return _form_page(request, measure, form, kind)


@needs("definition.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def change_draft(request: TenantRequest, measure: str, version: int) -> HttpResponse:
    """The same form for a draft that is there; where it cannot be kept, with what was typed."""
    start = _version(measure, version)
    if request.method != "POST" and start.state is not State.DRAFT:
        messages.error(request, f"It is {start.state}: only a draft can be changed.")
        return redirect("state-definition", measure=measure, version=version)
    kind = _kind(request, measure, start)
    form, seen = DraftForm(request.POST or None, measure=measure, kind=kind, start=start), request.POST.get("seen")
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_draft(content=form.content(version), seen=seen, by=request.membership)
        except actions.NotPossible as why:
            form.add_error(None, [one.text for one in why.refusals])
            seen = start.seen  # who was told that it is another by now may keep theirs in its place
        else:
            messages.success(request, "The draft is kept.")
            return redirect("state-definition", measure=measure, version=version)
    return _form_page(request, measure, form, kind, start, seen=seen or start.seen)


def _form_page(
    request: TenantRequest,
    measure: str,
    form: DraftForm,
    kind: str,
    changed: Definition | None = None,
    *,
    seen: str = "",
) -> HttpResponse:
    """`changed`: the draft that is changed, and as what whoever does so has `seen` it."""
    shown = {"form": form, "measure": MEASURES[measure], "kinds": kinds_for(measure), "kind": kind}
    return render(request, "results/definition_form.html", {**shown, "changed": changed, "seen": seen})


@needs("definition.draft")
@require_POST
def step(request: TenantRequest, measure: str, version: int) -> HttpResponse:
    """Take a version a step on; the step decides whether drafting is enough for it."""
    _version(measure, version)
    name = request.POST.get("step", "")
    if name not in list(Step):
        messages.error(request, "Choose one of the steps that the page offers.")
        return redirect("state-definition", measure=measure, version=version)
    wanted = Step(name)
    form = StepForm(request.POST, asks=ASKED_WITH.get(wanted, ""), auto_id=f"id_{wanted}_%s")
    if not form.is_valid():
        return _page(request, measure, version, {wanted: form})
    try:
        given = {**form.cleaned_data, "seen": request.POST.get("seen")}
        _, ended = take_step(measure=measure, version=version, step=wanted, **given, by=request.membership)
    except actions.NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request, " ".join([f"Version {version}: you {MOVES[wanted].done}.", *(one.text for one in ended)])
        )
    return redirect("state-definition", measure=measure, version=version)


@needs("definition.draft")
@require_POST
def evidence(request: TenantRequest, measure: str, version: int) -> HttpResponse:
    """Put evidence on ratings on record."""
    _version(measure, version)
    form = EvidenceForm(request.POST, auto_id="id_evidence_%s")
    if not form.is_valid():
        return _page(request, measure, version, {"evidence": form})
    said = {**form.cleaned_data, "about": About(form.cleaned_data["about"])}
    try:
        actions.put_on_record(measure=measure, version=version, **said, by=request.membership)
    except actions.NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"The evidence of {said['about']} is on record.")
    return redirect("state-definition", measure=measure, version=version)


@needs("definition.draft")
@require_POST
def dual_run(request: TenantRequest, measure: str, version: int) -> HttpResponse:
    """Ask what a version would move."""
    _version(measure, version)
    try:
        ask_for_dual_run(measure=measure, version=version, by=request.membership)
    except actions.NotPossible as why:
        messages.error(request, str(why))
    return redirect("state-definition", measure=measure, version=version)


@needs("state.view")
@require_safe
def dual_run_status(request: TenantRequest, measure: str, version: int) -> HttpResponse:
    """The part of the page that tells how far a dual run is; once it has ended, the page is to load itself anew."""
    latest = latest_dual_run(measure, version)
    if latest is None:
        raise Http404("There is no dual run of it.")
    progress = progress_of(latest.pk) if latest.is_under_way else None
    response = render(request, "results/_dual_run_progress.html", {"progress": progress})
    if not latest.is_under_way:
        response["HX-Refresh"] = "true"
    return response


def _version(measure: str, version: int) -> Definition:
    """A version that is there; else 404."""
    found = next((one for one in versions_for_everybody(measure) if one.version == version), None)
    if found is None:
        raise Http404("There is no such version.")
    return found


def _start(request: TenantRequest, measure: str) -> Definition:
    """What a new draft begins with: the version that is asked for, or the latest that is active, or the latest."""
    versions = versions_for_everybody(measure)
    asked = request.GET.get("from", "")
    named = [one for one in versions if str(one.version) == asked]
    active = [one for one in versions if one.state is State.ACTIVE]
    return (named or active or list(versions))[-1]


def _kind(request: TenantRequest, measure: str, start: Definition) -> str:
    """The kind of rule that is asked for, or that of the version a draft begins with."""
    asked = request.POST.get("kind", request.GET.get("kind", ""))
    own = str(start.rule.as_data["kind"]) if start.rule else ""
    return asked if asked in kinds_for(measure) else own
