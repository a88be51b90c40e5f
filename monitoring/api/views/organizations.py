"""Organizations: the state, districts and schools that the member may see."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from districts.models import District, School
from districts.queries import districts_for, schools_for
from monitoring.api.examples import ORGANIZATION
from monitoring.api.filtering import AnyCode, AnyWord, Containing, OwnDistrict, Parameters, is_org_code
from monitoring.api.serializers.organizations import OrganizationSerializer
from monitoring.api.tables import Table, Tables
from monitoring.api.views.base import ApiView, ListView, found, member_of

SCHOOL = "SCHOOL"


class AnyKind(AnyWord):
    """Schools stand in a table of their own; the other kinds are kinds of districts."""

    def filter(self, rows: Tables, value: Any) -> Tables:
        if not value:
            return rows
        districts = [part.filter(kind__in=value) for part in rows.parts if part.name != SCHOOL]
        schools = [part for part in rows.parts if part.name == SCHOOL and SCHOOL in value]
        return Tables(*districts, *schools)


class AnyLevel(AnyWord):
    def filter(self, rows: Tables, value: Any) -> Tables:
        return rows.only([SCHOOL]).filter(level__in=value) if value else rows


class OrganizationParameters(Parameters):
    code = AnyCode("Only these organizations.")
    kind = AnyKind("", [SCHOOL, *District.Kind.values], means="Schools, or which kinds of districts.")
    level = AnyLevel("", School.Level.values, means="Only schools of this level.")
    district = OwnDistrict()
    name = Containing("name", means="Only organizations whose name holds this text.")


def tables_for(request: Request) -> Tables:
    member = member_of(request)
    districts = districts_for(member).select_related("region", "successor").order_by("org_code")
    schools = schools_for(member).select_related("district", "successor").order_by("org_code")
    return Tables(
        Table("DISTRICT", districts, district="org_code", org_code="org_code"),
        Table(SCHOOL, schools, district="district__org_code", org_code="org_code"),
    )


@needs("school.view")
class Organizations(ListView):
    serializer_class = OrganizationSerializer
    parameters = OrganizationParameters

    def rows(self) -> Tables:
        return tables_for(self.request)

    @extend_schema(
        operation_id="listOrganizations",
        tags=["organizations"],
        summary="Districts and schools",
        examples=[ORGANIZATION],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Districts by code, then schools by code. Members of a district see it, its schools and the state agency; the
        agency sees all; school leaders see their own school only.
        """
        return super().get(request, *args, **kwargs)


@needs("school.view")
class OneOrganization(ApiView):
    serializer_class = OrganizationSerializer

    @extend_schema(
        operation_id="getOrganization", tags=["organizations"], summary="One organization", examples=[ORGANIZATION]
    )
    def get(self, request: Request, code: str) -> Response:
        """A district or school by its code of eight digits."""
        rows = tables_for(request).of_organizations([code]) if is_org_code(code) else Tables()
        return self.answer(found(rows.first()))
