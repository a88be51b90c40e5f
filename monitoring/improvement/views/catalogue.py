"""The catalogue of strategies: for everybody to read, for those who keep it to write."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.access import needs, open_to_all
from districts.tenant_request import TenantRequest

from .. import actions
from ..forms import CatalogueForm
from ..models import Strategy, StrategyVersion
from ..not_possible import NotPossible
from ..queries import resources_for_all, strategies_for_all, strategy_by_key


@open_to_all
@require_safe
def strategies(request: HttpRequest) -> HttpResponse:
    found = strategies_for_all()
    shown = {"key": [one for one in found if one.is_key], "optional": [one for one in found if not one.is_key]}
    return render(request, "improvement/strategies.html", shown)


@open_to_all
@require_safe
def strategy(request: HttpRequest, key: str) -> HttpResponse:
    """As it reads now, or in the version that is asked for."""
    found, versions = found_by(key)
    asked = request.GET.get("version", str(versions[0].version))
    version = next((one for one in versions if str(one.version) == asked), None)
    if version is None:
        raise Http404("There is no such version.")
    shown = {"strategy": found, "version": version, "versions": versions, "resources": resources_for_all(key)}
    return render(request, "improvement/strategy.html", shown)


def found_by(key: str) -> tuple[Strategy, list[StrategyVersion]]:
    found = strategy_by_key(key)
    if found is None:
        raise Http404("There is no such strategy.")
    return found


@needs("catalogue.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def new_strategy(request: TenantRequest) -> HttpResponse:
    return _written(request, None, CatalogueForm(request.POST or None))


@needs("catalogue.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def write_strategy(request: TenantRequest, key: str) -> HttpResponse:
    found, versions = found_by(key)
    before = {**vars(versions[0].words), "seen": versions[0].version}
    return _written(request, found, CatalogueForm(request.POST or None, initial=before))


def _written(request: TenantRequest, strategy: Strategy | None, form: CatalogueForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        why, seen = form.cleaned_data["why"], form.cleaned_data["seen"]
        try:
            made = actions.write_strategy(
                words=form.words(), why=why, strategy=strategy, seen=seen, by=request.membership
            )
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"Version {made.version} of “{made.title}” is what everybody reads now.")
            return redirect("strategy", key=made.strategy.key)
    return render(request, "improvement/write_strategy.html", {"strategy": strategy, "form": form})


@needs("catalogue.keep")
@require_POST
def retire_strategy(request: TenantRequest, key: str) -> HttpResponse:
    found, versions = found_by(key)
    try:
        actions.retire_strategy(strategy=found, by=request.membership)
    except NotPossible as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, f"“{versions[0].title}” is not offered any more. Who has adopted it goes on.")
    return redirect("state-strategies")
