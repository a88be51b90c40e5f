"""Whose membership an API request carries: that of its token, or of the signed-in person."""

from typing import Any

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from districts.access import declared_access, has_access
from districts.actions.tokens import find_token, note_use
from districts.models import Membership, Person
from districts.queries import memberships_of
from districts.roles import needs_mfa
from districts.sign_in import has_second_factor

DISTRICT_HEADER = "X-District"  # an organization code: which of several memberships a signed-in person means


def membership_for(request: HttpRequest) -> Membership | None:
    """Found before the view runs, so that its scope can be opened. None: the request may see what is open to all."""
    request.api_person, request.api_refusal = None, ""  # type: ignore[attr-defined]
    shown = bearer_token(request)
    if shown is not None:
        return _of_token(request, shown)
    if not request.user.is_authenticated:
        return None
    request.api_person = request.user  # type: ignore[attr-defined]
    return _of_session(request)


def bearer_token(request: HttpRequest) -> str | None:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() in ("bearer", "token") else None


def _of_token(request: HttpRequest, shown: str) -> Membership | None:
    token = find_token(shown)
    person = Person.objects.filter(pk=token.person_id, is_active=True).first() if token else None
    own = memberships_of(person.pk) if person else []
    found = next((membership for membership in own if token and membership.pk == token.membership_id), None)
    if token is None or found is None:
        request.api_refusal = "This token is not valid."  # type: ignore[attr-defined]
        return None
    note_use(token)
    request.api_person = person  # type: ignore[attr-defined]
    return found


def _of_session(request: HttpRequest) -> Membership | None:
    own = memberships_of(request.user.pk)
    wanted = request.headers.get(DISTRICT_HEADER)
    if wanted:
        own = [membership for membership in own if membership.district.org_code == wanted]
    chosen = own[0] if own else None
    if chosen and needs_mfa(chosen) and not has_second_factor(request.user):
        return None
    return chosen


class MembershipAuthentication(BaseAuthentication):
    """What the middleware found, in the form the REST framework asks for. 401 for a wrong token, or for none at all."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = request._request
        if found.api_refusal:  # type: ignore[attr-defined]
            raise AuthenticationFailed(found.api_refusal)  # type: ignore[attr-defined]
        if found.api_person is None:  # type: ignore[attr-defined]
            return None
        if bearer_token(found) is None:
            SessionAuthentication().enforce_csrf(request)
        return found.api_person, found.membership  # type: ignore[attr-defined]

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class MembershipPermission(BasePermission):
    """The right that the view declares (districts.access). A view that declares nothing is closed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        match = request.resolver_match
        access = declared_access(match.func) if match else None
        if access is None:
            return False
        if access.kind == "open":
            return True
        if access.kind == "signed_in":
            return request.user.is_authenticated
        return has_access(access, request._request.membership, request.method or "")  # type: ignore[attr-defined]
