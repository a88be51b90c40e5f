"""The product's addresses, and beside them the bare page that its own are measured against."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from equityplan.urls import urlpatterns as ours
from monitoring.results.models import Run

BARE = "/state/bare/"


@needs("state.view")
@require_safe
def bare(request: TenantRequest) -> HttpResponse:
    """One indexed query, and no template."""
    return HttpResponse(f"Run {Run.objects.only('number').order_by('number')[0].number}")


urlpatterns = [path(BARE.removeprefix("/"), bare, name="bare"), *ours]
