"""The product's addresses, and beside them the bare pages that its own are measured against: the agency's, and a
district's.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from districts.access import needs
from districts.tenant_request import TenantRequest
from equityplan.urls import urlpatterns as ours
from monitoring.results.models import Run

BARE = "/state/bare/"


def _bare() -> HttpResponse:
    """One indexed query, and no template."""
    return HttpResponse(f"Run {Run.objects.only('number').order_by('number')[0].number}")


@needs("state.view")
@require_safe
def bare(request: TenantRequest) -> HttpResponse:
    return _bare()


@needs("figures.view")
@require_safe
def bare_of_a_district(request: TenantRequest, org_code: str) -> HttpResponse:
    return _bare()


urlpatterns = [
    path(BARE.removeprefix("/"), bare, name="bare"),
    path("d/<org_code:org_code>/bare/", bare_of_a_district, name="district-bare"),
    *ours,
]
