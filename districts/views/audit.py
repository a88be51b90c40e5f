"""Who did what in a district."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts import queries
from districts.access import needs
from districts.audit import check_chain
from districts.tenant_request import TenantRequest

PAGE = 50


@needs("audit.view")
@require_safe
def audit_events(request: TenantRequest, org_code: str) -> HttpResponse:
    """The district's events, newest first, and whether the chain they form is unbroken."""
    page = Paginator(queries.audit_events_for_admins(), PAGE).get_page(request.GET.get("page"))
    chain = check_chain(request.district.pk)
    return render(request, "districts/audit.html", {"page": page, "chain": chain})
