"""Who is asking."""

from __future__ import annotations

from rest_framework import serializers

from districts.roles import PERMISSIONS, ROLES
from monitoring.api.serializers.fields import OrgCodeField


class OwnDistrictSerializer(serializers.Serializer[object]):
    """A tenant, in short."""

    code = OrgCodeField(source="org_code", help_text="Its organization code.")
    name = serializers.CharField(help_text="Its name.")
    kind = serializers.CharField(help_text="STATE for the agency, otherwise which kind of district.")


class MeSerializer(serializers.Serializer[object]):
    """The person, the membership this request carries (nulls where there is none), and what it may do."""

    name = serializers.CharField(help_text="The person's name.")
    email = serializers.EmailField(help_text="The person's address.")
    signed_in_by = serializers.ChoiceField(["token", "session"], help_text="How the request was recognized.")
    district = OwnDistrictSerializer(allow_null=True, help_text="The tenant whose rows the request reads and writes.")
    school = OrgCodeField(allow_null=True, help_text="A school leader's school; null for other roles.")
    role = serializers.ChoiceField(list(ROLES), allow_null=True, help_text="The role in that tenant.")
    role_title = serializers.CharField(allow_null=True, help_text="The role in words.")
    sees = serializers.ChoiceField(
        ["school", "district", "state"],
        allow_null=True,
        help_text="Whose figures it sees beside the state's: one school's, the district's, everybody's.",
    )
    permissions = serializers.ListField(
        child=serializers.ChoiceField(list(PERMISSIONS)),
        help_text="What the role permits, in the words of the operations.",
    )
