"""Organizations: the state, districts and schools."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from districts.models import District, School
from monitoring.api.serializers.fields import OrgCodeField, SchoolYearField, TextOrNull


class OrganizationSerializer(serializers.Serializer[District | School]):
    """One row an organization, as its latest report describes it."""

    code = OrgCodeField(source="org_code", help_text="Given by the state, never given again.")
    name = serializers.CharField(help_text="As last reported.")
    kind = serializers.ChoiceField(["SCHOOL", *District.Kind.values], help_text="A school, or which kind of district.")
    district = OrgCodeField(allow_null=True, help_text="A school's district; null for districts and the state.")
    level = serializers.ChoiceField(
        School.Level.values, allow_null=True, help_text="A school's level; null if not known."
    )
    grades_served = TextOrNull(help_text="A school's grades, as reported.")
    title1_status = serializers.ChoiceField(
        School.Title1.values, allow_null=True, help_text="A school's Title I status; null where not known."
    )
    region = TextOrNull(help_text="A district's region of the state.")
    opened_year = SchoolYearField(allow_null=True, help_text="First school year; null where not known.")
    closed_year = SchoolYearField(allow_null=True, help_text="Last school year; null while it is open.")
    successor = OrgCodeField(allow_null=True, help_text="The organization that took its place, if any.")

    def to_representation(self, instance: District | School) -> dict[str, Any]:
        return dict(super().to_representation(_Row(instance)))  # type: ignore[arg-type]


class _Row:
    """A district or a school under the names of the serializer."""

    def __init__(self, row: District | School) -> None:
        self._row = row
        is_school = isinstance(row, School)
        self.kind = "SCHOOL" if is_school else row.kind  # type: ignore[union-attr]
        self.district = row.district.org_code if is_school else None  # type: ignore[union-attr]
        self.level = (row.level or None) if is_school else None  # type: ignore[union-attr]
        self.title1_status = (row.title1_status or None) if is_school else None  # type: ignore[union-attr]
        self.grades_served = getattr(row, "grades_served", "")
        self.region = getattr(row, "region", None)
        self.successor = row.successor.org_code if row.successor else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)
