"""A district's collections: how each stands, what is next, and the acts of its steward and certifier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from districts.access import needs
from districts.roles import may
from districts.tenant_request import TenantRequest
from monitoring.intake import actions
from monitoring.intake.certification.reminders import WORKING_DAYS_BEFORE
from monitoring.intake.certification.standing import Standing, State
from monitoring.intake.forms import CertifyForm, ChoiceForm, ExplanationForm, NothingMore, ReasonForm
from monitoring.intake.queries.acts import acts_open_to
from monitoring.intake.queries.burden import is_estimated
from monitoring.intake.queries.collections import Explained, collection_lines, collections_of_district
from monitoring.intake.queries.cross_checks import cross_checks_of_collection
from monitoring.intake.queries.reminders import reminders_of_collection
from monitoring.intake.queries.shared_staff import shared_staff_of_district


def refuse_agency(request: TenantRequest) -> None:
    if request.district.is_state:
        raise Http404("The agency has no collections of its own.")


@needs("upload.view")
@require_safe
def collections(request: TenantRequest, org_code: str) -> HttpResponse:
    """All collections of the district, the latest school year first."""
    refuse_agency(request)
    found = collections_of_district(request.district.pk)
    years = [(year, found.standings(year)) for year in found.years]
    shown = {"years": years, "is_reminded": found.is_reminded, "before": WORKING_DAYS_BEFORE}
    return render(request, "intake/collections.html", shown)


@needs("reminders.choose")
@require_POST
def choose_reminders(request: TenantRequest, org_code: str) -> HttpResponse:
    """Turn reminders that are sent by themselves on or off for the district."""
    refuse_agency(request)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Say whether reminders are to be on or off.")
    is_on = form.cleaned_data["is_on"]
    actions.choose_reminders(is_on=is_on, by=request.membership)
    messages.success(request, f"Reminders are {'on' if is_on else 'off'}.")
    return redirect("collections", org_code=request.district.org_code)


@needs("upload.view")
@require_safe
def collection(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    """One of them: its files, its warnings, what is next, its history."""
    return _page(request, year, collection)


@needs("collection.explain")
@require_POST
def explain(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    def say(fingerprint: str, **named: Any) -> None:
        actions.explain_warning(looked_at=fingerprint, **named)

    return _act(request, year, collection, ExplanationForm(request.POST), say, "The explanation is kept.")


@needs("collection.submit")
@require_POST
def submit(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    done = "It is submitted. The certifier reads the summaries and certifies it."
    return _act(request, year, collection, NothingMore(request.POST), actions.submit_collection, done)


@needs("collection.certify")
@require_POST
def certify(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    def sign(words: str, fingerprint: str, minutes: int | None = None, **named: Any) -> None:
        actions.certify_collection(looked_at=fingerprint, **named)
        if minutes is not None:
            actions.estimate_minutes(minutes=minutes, **named)

    return _act(request, year, collection, CertifyForm(request.POST), sign, "It is certified. ESE accepts it next.")


@needs("collection.withdraw")
@require_POST
def withdraw(request: TenantRequest, org_code: str, year: int, collection: str) -> HttpResponse:
    done = "It is withdrawn: files can be sent again."
    return _act(request, year, collection, ReasonForm(request.POST), actions.withdraw_collection, done)


def _act(
    request: TenantRequest, year: int, collection: str, form: forms.Form, do: Callable[..., object], done: str
) -> HttpResponse:
    """What the form says is done, or the page says what is missing, with what was written; also where an
    explanation is refused.
    """
    refuse_agency(request)
    if not form.is_valid():
        return _page(request, year, collection, form)
    try:
        do(year=year, collection=collection, by=request.membership, **form.cleaned_data)
    except actions.NotPossible as why:
        messages.error(request, str(why))
        if isinstance(form, ExplanationForm):
            return _page(request, year, collection, form)
    else:
        messages.success(request, done)
    return redirect("collection", org_code=request.district.org_code, year=year, collection=collection)


def _page(request: TenantRequest, year: int, collection: str, given: forms.Form | None = None) -> HttpResponse:
    refuse_agency(request)
    found = collections_of_district(request.district.pk, [year])
    how = found.standing(year, collection)
    acts = {act.value: True for act in acts_open_to(request.membership, how)}
    asks, seen = not is_estimated(request.district.pk, (year, collection)), {"fingerprint": found.fingerprint(how)}
    shown = {
        "how": how,
        "newer": found.newer_beside(how),
        "lines": collection_lines(how),
        "held": found.held(how),
        "put_off": found.put_off(how),
        "cross": cross_checks_of_collection(request.district.pk, school_year=year, collection=collection),
        "warnings": [(one, _explanation_form(request, how, one, given)) for one in found.explained(how)],
        "shared_staff": shared_staff_of_district(request.district.pk, year, collection),
        "reminders": reminders_of_collection(request.district.pk, year, collection),
        "history": found.events.get((year, collection), [])[::-1],
        "certify_form": given if isinstance(given, CertifyForm) else CertifyForm(initial=seen, is_asked=asks),
        "withdraw_form": given if isinstance(given, ReasonForm) else ReasonForm(),
        "can": acts,
    }
    return render(request, "intake/collection.html", shown)


def _explanation_form(
    request: TenantRequest, how: Standing, one: Explained, given: forms.Form | None
) -> ExplanationForm | None:
    """The form of a warning, for who may explain it while the collection is open to it; as it was sent, if something is
    missing in it. Where it was refused, or others were explained before, it begins with those words.
    """
    is_closed = how.is_locked and how.state is not State.SUBMITTED
    if is_closed or not may(request.membership, "collection.explain"):
        return None
    named = {"layout": one.found.layout, "rule_id": one.found.rule_id}
    before = {"text": one.latest.text} if one.latest and not one.found.is_explained else {}
    if isinstance(given, ExplanationForm) and all(given.data.get(name) == word for name, word in named.items()):
        if given.errors:
            return given
        before = {"text": given.cleaned_data["text"]}
    seen = named | {"fingerprint": one.found.digest}
    return ExplanationForm(initial=seen | before, auto_id=f"id_{one.found.layout}_{one.found.rule_id}_%s")
