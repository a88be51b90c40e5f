"""The library of causes: for everybody to read, for those who keep the catalogue to write, counted for ESE."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from districts.access import needs, open_to_all
from districts.roles import may
from districts.tenant_request import TenantRequest

from .. import actions
from ..cause_forms import CauseForm
from ..models import CauseVersion
from ..not_possible import NotPossible
from ..queries import cause_by_key, causes_for_all, districts_by_cause, strategies_for_all

WRITING = ["GET", "HEAD", "POST"]


@open_to_all
@require_safe
def causes(request: HttpRequest) -> HttpResponse:
    found = causes_for_all()
    titles = {one.cause.key: one.title for one in found}
    listed = [(one, _titled(one.leads_to, titles)) for one in found]
    return render(request, "improvement/causes.html", {"listed": listed})


@open_to_all
@require_safe
def cause(request: HttpRequest, key: str) -> HttpResponse:
    """As it reads now, or in the version that is asked for."""
    versions = found_by(key)
    asked = request.GET.get("version", str(versions[0].version))
    version = next((one for one in versions if str(one.version) == asked), None)
    if version is None:
        raise Http404("There is no such version.")
    library = causes_for_all()
    titles = {one.cause.key: one.title for one in library}
    strategies = {one.strategy.key: one.version.title for one in strategies_for_all()}
    shown = {
        "version": version,
        "versions": versions,
        "feeds": _titled(version.leads_to, titles),
        "fed_by": [(one.cause.key, one.title) for one in library if key in one.leads_to],
        "strategies": _titled(version.strategies, strategies),
    }
    return render(request, "improvement/cause.html", shown)


def _titled(keys: list[str], titles: dict[str, str]) -> list[tuple[str, str]]:
    """Those that are there still."""
    return [(key, titles[key]) for key in keys if key in titles]


def found_by(key: str) -> list[CauseVersion]:
    versions = cause_by_key(key)
    if not versions:
        raise Http404("There is no such cause.")
    return versions


@needs("uptake.view")
@require_safe
def causes_for_ese(request: TenantRequest) -> HttpResponse:
    """How many districts look into each; not which ones, nor of what gap."""
    shown = {"counted": districts_by_cause(), "can_write": may(request.membership, "catalogue.keep")}
    return render(request, "improvement/state_causes.html", shown)


@needs("catalogue.keep")
@require_http_methods(WRITING)
def new_cause(request: TenantRequest) -> HttpResponse:
    return _written(request, None)


@needs("catalogue.keep")
@require_http_methods(WRITING)
def write_cause(request: TenantRequest, key: str) -> HttpResponse:
    return _written(request, found_by(key)[0])


def _written(request: TenantRequest, before: CauseVersion | None) -> HttpResponse:
    form = _form(request, before)
    if request.method == "POST" and form.is_valid():
        why, seen = form.cleaned_data["why"], form.cleaned_data["seen"]
        of = before.cause if before else None
        try:
            made = actions.write_cause(words=form.words(), why=why, cause=of, seen=seen, by=request.membership)
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"Version {made.version} of “{made.title}” is what everybody reads now.")
            return redirect("cause", key=made.cause.key)
    head = "Write a further version" if before else "Write a cause"
    return render(request, "improvement/write_cause.html", {"form": form, "head": head})


def _form(request: TenantRequest, before: CauseVersion | None) -> CauseForm:
    initial = {**vars(before.words), "seen": before.version} if before else {}
    own = before.cause.key if before else None
    causes = [(one.cause.key, one.title) for one in causes_for_all() if one.cause.key != own]
    strategies = [(one.strategy.key, one.version.title) for one in strategies_for_all()]
    return CauseForm(request.POST or None, initial=initial, causes=causes, strategies=strategies)
