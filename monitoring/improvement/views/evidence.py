"""Files beside entries of a strategy's log, for the district that sent them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from monitoring.intake.files import FileDamaged, open_stored

from .. import actions
from ..models import EvidenceFile

OCTETS = "application/octet-stream"  # saved, and never shown by a browser as if it were ours


@needs("strategies.view")
@require_safe
def evidence(request: TenantRequest, org_code: str, evidence_id: int) -> HttpResponseBase:
    found = get_object_or_404(EvidenceFile.objects.all(), pk=evidence_id, removed_at=None)
    try:
        content = open_stored(found)
    except FileDamaged:
        raise Http404("The file is damaged, and cannot be opened.") from None
    response = StreamingHttpResponse(iter(lambda: content.read(1 << 16), b""), content_type=OCTETS)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.file_name)
    return response


@needs("strategies.adopt")
@require_POST
def remove_evidence(request: TenantRequest, org_code: str, evidence_id: int) -> HttpResponse:
    found = get_object_or_404(EvidenceFile.objects.select_related("progress__adoption"), pk=evidence_id)
    actions.remove_evidence(evidence=found, by=request.membership)
    messages.success(request, f"The content of {found.file_name} is destroyed.")
    return redirect("adoption", org_code=org_code, number=found.progress.adoption.number)
