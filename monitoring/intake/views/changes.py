"""Row by row what a file changes, before it is taken and afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from monitoring.intake.changes.changed_rows import CHANGES, KINDS, LISTED
from monitoring.intake.changes.changes_table import IN_A_WORKBOOK, changes_csv, changes_workbook
from monitoring.intake.files import read_snapshot
from monitoring.intake.queries import uploads as queries
from monitoring.intake.views.handbook import CSV, XLSX
from monitoring.intake.views.sending import upload_of

PAGE = 100


class Lines(Sequence[dict[str, Any]]):
    """The lines of a frame, as many as a page shows."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return self.frame.height

    def __getitem__(self, place: Any) -> Any:
        return self.frame[place].to_dicts()


@needs("upload.view")
@require_safe
def upload_changes(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> HttpResponse:
    """The lines of one kind and school year, of all changes or one sort of them."""
    found = upload_of(request, upload_id)
    differing = [one for one in queries.comparisons_of_upload(found) if one.differs]
    wanted, change = request.GET.get("of", ""), request.GET.get("change", "")
    chosen = next((one for one in differing if one.name == wanted or not wanted), None)
    if (wanted and chosen is None) or change not in ("", *KINDS):
        raise Http404("There is no such list.")
    lines = read_snapshot(chosen) if chosen else pl.DataFrame(schema=CHANGES)
    page = Paginator(Lines(lines.filter(change=change) if change else lines), PAGE).get_page(request.GET.get("page"))
    shown = {
        "upload": found,
        "comparisons": differing,
        "chosen": chosen,
        "change": change,
        "kinds": KINDS,
        "page": page,
        "names": queries.names_of({one["org_code"] for one in page if one["org_code"]}),
        "is_on_persons": found.is_on_persons,
        "is_cut": chosen is not None and max(chosen.added, chosen.changed, chosen.removed) > LISTED,
        "listed": LISTED,
        "in_a_workbook": IN_A_WORKBOOK,
        "query": urlencode({"of": chosen.name if chosen else "", "change": change}),
    }
    return render(request, "intake/changes.html", shown)


@needs("upload.view")
@require_safe
def upload_changes_csv(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> StreamingHttpResponse:
    """All lines. What is stored is read here, within the scope; its text is made as it is sent."""
    found = upload_of(request, upload_id)
    response = StreamingHttpResponse(changes_csv(queries.changes_of_upload(found)), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="changes-{found.pk}.csv"'
    return response


@needs("upload.view")
@require_safe
def upload_changes_workbook(request: TenantRequest, upload_id: uuid.UUID, org_code: str = "") -> HttpResponse:
    found = upload_of(request, upload_id)
    response = HttpResponse(changes_workbook(queries.changes_of_upload(found)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="changes-{found.pk}.xlsx"'
    return response
