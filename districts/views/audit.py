"""Who did what in a district."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts import queries
from districts.access import needs
from districts.audit import check_part
from districts.audit_words import sentences_for_admins
from districts.tenant_request import TenantRequest

PAGE = 50


@needs("audit.view")
@require_safe
def audit_events(request: TenantRequest, org_code: str) -> HttpResponse:
    """The district's events, newest first; whether those shown are as they were written, and what the last walk along
    the whole record found.
    """
    page = Paginator(queries.audit_events_for_admins(), PAGE).get_page(request.GET.get("page"))
    events = sentences_for_admins(page)
    shown = {"page": page, "events": events, "chain": check_part(list(page)), "last": queries.last_check_for_admins()}
    return render(request, "districts/audit.html", shown)
