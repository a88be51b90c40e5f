"""A district's saved mappings: which there are, what each says, and the end of one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from monitoring.intake import actions
from monitoring.intake.models import SavedMapping
from monitoring.intake.queries.mappings import mapping_versions_for_page, mappings_for_page
from monitoring.intake.reports.catalogue import REPORTS


def versions_of(request: TenantRequest, mapping_id: uuid.UUID) -> list[SavedMapping]:
    """All versions of a mapping of the district itself, the latest first; anybody else's is not there."""
    found = mapping_versions_for_page(request.district.pk, mapping_id)
    if not found:
        raise Http404("There is no such mapping here.")
    return found


def refuse_agency(request: TenantRequest) -> None:
    if request.district.is_state:
        raise Http404("The agency sends no exports of its own.")


@needs("upload.view")
@require_safe
def mappings(request: TenantRequest, org_code: str) -> HttpResponse:
    """Every mapping of the district, those in force first."""
    refuse_agency(request)
    return render(request, "intake/mappings.html", {"mappings": mappings_for_page(request.district.pk)})


@needs("upload.view")
@require_safe
def mapping(request: TenantRequest, org_code: str, mapping_id: uuid.UUID) -> HttpResponse:
    """One mapping, in its latest version or the one that `?version=` names, and all its versions."""
    refuse_agency(request)
    versions = versions_of(request, mapping_id)
    asked = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.version) == asked), None) if asked else versions[0]
    if shown is None:
        raise Http404("There is no such version.")
    layout = REPORTS.get(shown.layout)
    by_column = {match.column: match for match in shown.as_value.matches}
    columns = [(column, by_column.get(column.name)) for column in layout.columns] if layout else []
    page = {"shown": shown, "latest": versions[0], "versions": versions, "columns": columns}
    return render(request, "intake/mapping.html", page)


@needs("mapping.save")
@require_POST
def retire_mapping(request: TenantRequest, org_code: str, mapping_id: uuid.UUID) -> HttpResponse:
    """No file is read through it any more."""
    refuse_agency(request)
    versions_of(request, mapping_id)
    gone = actions.retire_mapping(mapping=mapping_id, by=request.membership)
    messages.success(request, f"“{gone.name}” is retired. A change takes it into force again.")
    return redirect("mapping", org_code=request.district.org_code, mapping_id=mapping_id)
