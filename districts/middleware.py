"""The address names the tenant: here it is resolved, membership checked, and the scope opened around the view.

`/d/<org_code>/…` is one district's, `/state/…` the agency's, `/api/v1/…` that of the token or of the signed-in
person. A stranger gets 404, as if the tenant were not there; a member without the right gets 403.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from districts import api_access
from districts.access import Access, declared_access, has_access
from districts.body import read_body
from districts.models import Membership
from districts.queries import memberships_of
from districts.roles import may, needs_mfa
from districts.sign_in import has_second_factor
from districts.wall import Scope, in_district, in_state

DISTRICT_PATH = re.compile(r"/d/(?P<org_code>[^/]*)/")
STATE_PATH = re.compile(r"/state/")
API_PATH = re.compile(r"/api/v1/")


class TenantMiddleware:
    """Sets request.membership, request.district and request.scope; all None outside a tenant's pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = request.district = request.scope = None  # type: ignore[attr-defined]
        if API_PATH.match(request.path_info):
            membership = api_access.membership_for(request)
            return self._within(request, membership) if membership else self.get_response(request)
        if not is_tenant_path(request.path_info):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        membership = membership_for_page(request)
        if needs_mfa(membership) and not has_second_factor(request.user):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self._within(request, membership)

    def _within(self, request: HttpRequest, membership: Membership) -> HttpResponse:
        """Everything the request's view does happens in the scope, and in one transaction, which waits for nobody: the
        body is here before it begins.
        """
        if refusal := read_body(request):
            return refusal
        with scope_of(membership, request.path_info) as scope:
            request.membership, request.district, request.scope = membership, membership.district, scope  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Check what the view declares. A tenant's view that declares nothing is closed."""
        access = declared_access(view)
        if API_PATH.match(request.path_info):
            return None  # MembershipPermission does the same there, and answers in the API's own form
        if is_tenant_path(request.path_info):
            check_access(access, request)
            if STATE_PATH.match(request.path_info) and not may(request.membership, "state.view"):  # type: ignore[attr-defined]
                raise PermissionDenied("Your role does not include the state's pages.")
        elif access is not None and access.kind == "member":
            raise ImproperlyConfigured(f"{request.path_info}: a member's view belongs under a tenant's address")
        elif access is not None and access.kind == "signed_in" and not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return None


def is_tenant_path(path: str) -> bool:
    return bool(DISTRICT_PATH.match(path) or STATE_PATH.match(path))


def membership_for_page(request: HttpRequest) -> Membership:
    """The signed-in person's membership in the tenant that the address names; 404 for everybody else."""
    named = DISTRICT_PATH.match(request.path_info)
    own = memberships_of(request.user.pk)
    request.first_membership = next(iter(own), None)  # type: ignore[attr-defined]  # who reads that it is not theirs
    for membership in own:
        if named and membership.district.org_code == named["org_code"]:
            return membership
        if named is None and membership.district.is_state:
            return membership
    raise Http404("There is no such page for you.")


def scope_of(membership: Membership, path: str) -> AbstractContextManager[Scope]:
    """`/state/…` and the API show the agency's members all districts; everything else stays within one tenant."""
    sees_state = membership.district.is_state and may(membership, "state.view")
    if sees_state and not DISTRICT_PATH.match(path):
        return in_state(membership.district_id)
    return in_district(membership.district_id)


def check_access(access: Access | None, request: HttpRequest) -> None:
    if access is None:
        raise PermissionDenied("This view does not say who may see it.")
    membership, method = request.membership, request.method or ""  # type: ignore[attr-defined]
    if access.kind == "member" and not has_access(access, membership, method):
        raise PermissionDenied("Your role does not include this page.")


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; an htmx request moves the whole page there, not a part of it."""
    response = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response
