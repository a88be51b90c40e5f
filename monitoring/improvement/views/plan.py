"""Writing on the plan's text."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from districts.access import needs
from districts.queries import plan_texts_for_all
from districts.tenant_request import TenantRequest

from .. import actions
from ..forms import PlanForm
from ..not_possible import NotPossible


@needs("catalogue.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def write_plan(request: TenantRequest) -> HttpResponse:
    texts = {one.pk: one for one in plan_texts_for_all()}
    if not texts:
        raise Http404("There is no plan to write on.")
    newest = next(iter(texts.values()))
    initial = {"title": newest.title, "body": newest.body, "seen": newest.pk}
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "body", "why", "consulted")}
        try:
            made = actions.write_plan(
                before=texts.get(form.cleaned_data["seen"], newest), **given, by=request.membership
            )
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"Version {made.version} of the plan is what everybody reads now.")
            return redirect("plan")
    shown = {"form": form, "head": "Write a further version of the plan", "button": "Publish it"}
    return render(request, "improvement/state_act.html", shown)
