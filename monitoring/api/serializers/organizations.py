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
        row = _school(instance) if isinstance(instance, School) else _district(instance)
        return dict(super().to_representation(row))  # type: ignore[arg-type]


def _school(school: School) -> dict[str, Any]:
    return _in_common(school) | {
        "kind": "SCHOOL",
        "district": school.district.org_code,
        "level": school.level or None,
        "grades_served": school.grades_served,
        "title1_status": school.title1_status or None,
        "region": None,
    }


def _district(district: District) -> dict[str, Any]:
    of_schools = dict.fromkeys(("district", "level", "grades_served", "title1_status"))
    return _in_common(district) | of_schools | {"kind": district.kind, "region": district.region}


def _in_common(row: District | School) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ("org_code", "name", "opened_year", "closed_year")}
    return same | {"successor": row.successor.org_code if row.successor else None}
