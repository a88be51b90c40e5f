"""Gaps, and where each comes from."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import GAP_MEASURES
from monitoring.analysis.reasons import PHRASES
from monitoring.analysis.verdicts import VERDICTS
from monitoring.api.examples import GAP, PROVENANCE
from monitoring.api.filtering import AnyPlace, AnyWord, AnyYear, OwnDistrict, Parameters
from monitoring.api.identities import read_gap_id
from monitoring.api.serializers.gaps import SCOPES, GapSerializer
from monitoring.api.serializers.provenance import ProvenanceSerializer
from monitoring.api.tables import Table, Tables
from monitoring.api.views.base import ApiView, ListView, found
from monitoring.results.queries import gaps_for_api, provenance_for


class GapParameters(Parameters):
    school_year = AnyYear()
    measure = AnyWord("measure", GAP_MEASURES, means="Only these measures.")
    group = AnyWord("group", GROUPS, means="Only these student groups.")
    window = AnyWord("window", ["1", "pooled3"], means="One year, or the last three years summed.")
    method = AnyWord("method", ["Q", "D"], means="Q compares schools, D districts.")
    scope = AnyWord("scope", SCOPES, means="Among which units they compare.")
    partition = AnyPlace("partition", means="Only this part of a scope: a school level, or a district's code.")
    district = OwnDistrict()
    verdict = AnyWord("verdict", VERDICTS, means="Only gaps of which this may be said.")
    reason = AnyWord("reason", PHRASES, means="Only rows without a difference, for one of these reasons.")


def tables_in_scope() -> Tables:
    state, within = gaps_for_api()
    return Tables(Table("state", state), Table("district", within, district="district__org_code"))


def find_gap(identity: str) -> Any:
    return found(tables_in_scope().filter(**found(read_gap_id(identity))).first())


@needs("figures.view")
class Gaps(ListView):
    serializer_class = GapSerializer
    parameters = GapParameters

    def rows(self) -> Tables:
        return tables_in_scope()

    @extend_schema(operation_id="listGaps", tags=["figures"], summary="Gaps between student groups", examples=[GAP])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A measure compared between the units (schools, or districts under method D) with the highest and the lowest
        share of a student group, in a school year and window: both sides, difference and ratio with 95 % intervals,
        people to close and a verdict; or the reason why there is no comparison.

        Every member sees the state's gaps; members of a district its own beside them; the agency all. The state's come
        first, then districts by their codes.
        """
        return super().get(request, *args, **kwargs)


@needs("figures.view")
class OneGap(ApiView):
    serializer_class = GapSerializer

    @extend_schema(operation_id="getGap", tags=["figures"], summary="One gap", examples=[GAP])
    def get(self, request: Request, id: str) -> Response:
        """A gap by its id: method, scope, partition, group, measure, school year and window, joined with dots."""
        return self.answer(find_gap(id))


@needs("figures.view")
class GapProvenance(ApiView):
    serializer_class = ProvenanceSerializer

    @extend_schema(
        operation_id="getGapProvenance", tags=["figures"], summary="Where a gap comes from", examples=[PROVENANCE]
    )
    def get(self, request: Request, id: str) -> Response:
        """The definitions of its measure and group, the run that computed it, and the files it stands in."""
        return self.answer(provenance_for(find_gap(id)))
