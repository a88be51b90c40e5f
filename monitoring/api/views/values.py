"""Values, and where each comes from."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from districts.org_code import STATE_CODE
from districts.roles import may
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.reasons import PHRASES
from monitoring.api.examples import PROVENANCE, VALUE
from monitoring.api.filtering import AnyCode, AnyTable, AnyWord, AnyYear, OwnDistrict, Parameters
from monitoring.api.identities import read_value_id
from monitoring.api.serializers.provenance import ProvenanceSerializer
from monitoring.api.serializers.values import ValueSerializer
from monitoring.api.tables import Table, Tables
from monitoring.api.views.base import ApiView, ListView, found, member_of
from monitoring.results.queries import provenance_for, values_for


class ValueParameters(Parameters):
    school_year = AnyYear()
    measure = AnyWord("measure", MEASURES, means="Only these measures.")
    window = AnyWord("window", ["1", "pooled3"], means="One year, or the last three years summed.")
    scope = AnyTable(["state", "district", "school"], means="Only values of organizations of this kind.")
    organization = AnyCode("Only values of these organizations, by their codes.")
    district = OwnDistrict()
    reason = AnyWord("reason", PHRASES, means="Only rows without a rate, for one of these reasons.")


def tables_for(request: Request) -> Tables:
    """State, district and school values that the member may see."""
    rows = values_for(member_of(request))
    return Tables(
        Table("state", rows.state, all_about=STATE_CODE),
        Table("district", rows.districts, district="district__org_code", org_code="district__org_code"),
        Table("school", rows.schools, district="district__org_code", org_code="school__org_code"),
    )


def find_value(request: Request, identity: str) -> Any:
    name = found(read_value_id(identity))
    rows = tables_for(request).of_organizations([name.organization]).filter(**name.lookups)
    return found(rows.first())


@needs("school.view")
class Values(ListView):
    serializer_class = ValueSerializer
    parameters = ValueParameters

    def rows(self) -> Tables:
        return tables_for(self.request)

    @extend_schema(operation_id="listValues", tags=["figures"], summary="Values of measures", examples=[VALUE])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A measure for an organization in a school year and window: numerator, denominator, and the unrounded rate or
        the reason why there is none.

        Members of a district see its own values, those of its schools, and the state's; the agency sees all. School
        leaders see their school, the district and the state. The state comes first, then districts, then schools; rows
        of one organization stand together, by measure, year and window.
        """
        return super().get(request, *args, **kwargs)


@needs("school.view")
class OneValue(ApiView):
    serializer_class = ValueSerializer

    @extend_schema(operation_id="getValue", tags=["figures"], summary="One value", examples=[VALUE])
    def get(self, request: Request, id: str) -> Response:
        """A value by its id: organization, measure, school year and window, joined with dots."""
        return self.answer(find_value(request, id))


@needs("school.view")
class ValueProvenance(ApiView):
    serializer_class = ProvenanceSerializer

    @extend_schema(
        operation_id="getValueProvenance", tags=["figures"], summary="Where a value comes from", examples=[PROVENANCE]
    )
    def get(self, request: Request, id: str) -> Response:
        """The value's definition, the run that computed it, and the files and rows it stands in."""
        tells_rows = may(member_of(request), "figures.view")
        return self.answer(provenance_for(find_value(request, id), tells_rows=tells_rows))
