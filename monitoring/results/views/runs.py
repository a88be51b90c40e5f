"""Runs, for ESE: all of them, what is under way, and what one made different from the last."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES

from ..figures import run_changes
from ..models import Run, StateSource
from ..models.moves import MoveFields
from ..page_queries import moves_of
from ..page_queries.moved_page import MODELS
from ..page_queries.run_pages import Told, moved_by_measure, under_way_for_ese
from ..queries import runs_for_ese

RUNS, MOVES = 50, 25  # on a page


@needs("state.view")
@require_safe
def runs(request: TenantRequest) -> HttpResponse:
    page = Paginator(runs_for_ese(), RUNS).get_page(request.GET.get("page"))
    shown = {"page": page, "runs": [Told(run) for run in page], "now": under_way_for_ese()}
    return render(request, "results/runs.html", shown)


@needs("state.view")
@require_safe
def run(request: TenantRequest, number: int) -> HttpResponse:
    """A run and its difference from the last: how many rows, which numbers moved, and the largest moves, of all or of
    one kind and measure.
    """
    found = get_object_or_404(Run.objects.select_related("previous"), number=number)
    kind, name = request.GET.get("kind", ""), request.GET.get("of", "")
    if kind not in ("", *MoveFields.Kind.values) or name not in ("", *MEASURES, *GROUPS):
        raise Http404("There is no such kind of number.")
    named = {"measure" if name in MEASURES else "group": name} if name else {}
    own, of_state = (Paginator(moves_of(model, [found], kind).filter(**named), MOVES) for model in MODELS)
    shown = {
        "run": found,
        "told": Told(found),
        "sources": StateSource.objects.filter(first_run__lte=number).exclude(last_run__lt=number),
        "changes": run_changes(found),
        "moved": moved_by_measure(found),
        "kind": kind,
        "name": name,
        "query": urlencode({"kind": kind, "of": name}),
        "own": own.get_page(request.GET.get("page")),
        "of_state": of_state.get_page(request.GET.get("state")),
    }
    return render(request, "results/run.html", shown)
