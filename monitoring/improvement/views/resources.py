"""The library of resources, and the agency's support of districts' evaluation systems."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from districts.access import needs, open_to_all
from districts.tenant_request import TenantRequest
from monitoring.results.views.district import district_of

from .. import actions
from ..forms import ResourceForm, SupportForm
from ..models import Resource
from ..not_possible import NotPossible
from ..queries import resources_for_all, strategies_for_all

WRITING = ["GET", "HEAD", "POST"]


@open_to_all
@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    titles = {one.strategy.key: one.version.title for one in strategies_for_all()}
    listed = [(one, [(key, titles[key]) for key in one.strategies if key in titles]) for one in resources_for_all()]
    return render(request, "improvement/resources.html", {"listed": listed})


@needs("catalogue.keep")
@require_http_methods(WRITING)
def new_resource(request: TenantRequest) -> HttpResponse:
    return _kept(request, None)


@needs("catalogue.keep")
@require_http_methods(WRITING)
def write_resource(request: TenantRequest, resource_id: int) -> HttpResponse:
    return _kept(request, get_object_or_404(Resource, pk=resource_id))


def _kept(request: TenantRequest, resource: Resource | None) -> HttpResponse:
    choices = [(one.strategy.key, one.version.title) for one in strategies_for_all()]
    before = {name: getattr(resource, name) for name in ResourceForm.base_fields} if resource else None
    form = ResourceForm(request.POST or None, initial=before, strategies=choices)
    if request.method == "POST" and form.is_valid():
        is_retired = form.cleaned_data["is_retired"]
        try:
            actions.keep_resource(
                content=form.content(), resource=resource, is_retired=is_retired, by=request.membership
            )
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "It is kept.")
            return redirect("resources")
    head = "Change a resource" if resource else "Add a resource"
    return render(request, "improvement/state_act.html", {"form": form, "head": head, "button": "Keep it"})


@needs("support.note")
@require_http_methods(WRITING)
def note_support(request: TenantRequest, org_code: str) -> HttpResponse:
    district = district_of(request, org_code)
    form = SupportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_support(district=district, **form.cleaned_data, by=request.membership)
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"It is noted, and {district.name} reads it.")
            return redirect("state-district-strategies", org_code=org_code)
    head = f"Support of {district.name}’s evaluation system"
    return render(request, "improvement/state_act.html", {"form": form, "head": head, "button": "Note it"})
