"""Who is asking, in which tenant and role, with which rights."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import signed_in
from districts.api_access import bearer_token
from districts.models import Membership
from districts.roles import PERMISSIONS, may, role_title, sees_only_one_school
from districts.wall import current_scope
from monitoring.api.examples import ME
from monitoring.api.serializers.me import MeSerializer
from monitoring.api.views.base import ApiView


@signed_in
class Me(ApiView):
    serializer_class = MeSerializer

    @extend_schema(operation_id="getMe", tags=["me"], summary="Who am I", examples=[ME])
    def get(self, request: Request) -> Response:
        """The person, the membership that this request carries, and what it may do. A person who belongs to several
        districts names the one that is meant, by its code, in the header X-District; without it the first is taken.
        """
        membership: Membership | None = request._request.membership  # type: ignore[attr-defined]
        person: Any = request.user
        signed_in_person = {
            "name": person.get_full_name(),
            "email": person.email,
            "signed_in_by": "session" if bearer_token(request._request) is None else "token",
        }
        return self.answer(signed_in_person | describe_membership(membership))


def describe_membership(membership: Membership | None) -> dict[str, Any]:
    if membership is None:
        return {"district": None, "school": None, "role": None, "role_title": None, "sees": None, "permissions": []}
    return {
        "district": membership.district,
        "school": membership.school.org_code if membership.school else None,
        "role": membership.role,
        "role_title": role_title(membership.role),
        "sees": sight_of(membership),
        "permissions": [permission for permission in PERMISSIONS if may(membership, permission)],
    }


def sight_of(membership: Membership) -> str:
    scope = current_scope()
    if scope is not None and scope.kind == "state":
        return "state"
    return "school" if sees_only_one_school(membership) else "district"
