"""Which numbers moved when an upload's figures came in."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from monitoring.intake.queries.uploads import uploads_for_district_page

from ..models.moves import MoveFields
from ..page_queries import moved_page_for_its_members, moves_of
from ..page_queries.moved_page import MODELS

PAGE = 50


@needs("figures.view")
@require_safe
def upload_moved(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> HttpResponse:
    """How many numbers moved, and the largest moves of one kind: of the tenant's own numbers, and of the state's."""
    upload = uploads_for_district_page(request.district.pk).filter(pk=upload_id).first()
    kind = request.GET.get("kind", "")
    if upload is None or kind not in ("", *MoveFields.Kind.values):
        raise Http404("There is no such upload here.")
    moved = moved_page_for_its_members(upload)
    kind = kind or next(iter(moved.kinds), "")
    own, of_state = (Paginator(moves_of(model, moved.runs, kind), PAGE) for model in MODELS)
    own.count, of_state.count = moved.count_of(kind)  # asked once
    shown = {
        "upload": upload,
        "moved": moved,
        "kind": kind,
        "query": f"kind={kind}",
        "own": own.get_page(request.GET.get("page")),
        "of_state": of_state.get_page(request.GET.get("state")),
    }
    return render(request, "results/moved.html", shown)
