"""Gaps, and where each comes from."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.methods import METHODS
from monitoring.analysis.reasons import PHRASES
from monitoring.analysis.title_one import COMPARED
from monitoring.analysis.verdicts import VERDICTS
from monitoring.api.examples import END_VALUE, GAP, GAP_PROVENANCE
from monitoring.api.filtering import AnyPlace, AnyWord, AnyYear, OwnDistrict, Parameters
from monitoring.api.identities import read_gap_id
from monitoring.api.serializers.gaps import METHOD, SCOPES, GapSerializer
from monitoring.api.serializers.provenance import GapProvenanceSerializer
from monitoring.api.serializers.values import EndValueSerializer
from monitoring.api.tables import Table, Tables
from monitoring.api.views.base import ApiView, ListView, found
from monitoring.results.queries import gaps_for_api, provenance_for, values_at_ends


class GapParameters(Parameters):
    school_year = AnyYear()
    measure = AnyWord("measure", COMPARED, means="Only these measures.")
    group = AnyWord("group", GROUPS, means="Only these student groups.")
    window = AnyWord("window", ["1", "pooled3"], means="One year, or the last three years summed.")
    method = AnyWord("method", METHODS, means=METHOD)
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
        people to close and a verdict; or the reason why there is no comparison. Method E compares, for ESSA
        1111(g)(1)(B) and at student level, a group's students in Title I schools with others elsewhere: another
        question, whose figures do not compare with those of the other methods.

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
    serializer_class = GapProvenanceSerializer

    @extend_schema(
        operation_id="getGapProvenance", tags=["figures"], summary="Where a gap comes from", examples=[GAP_PROVENANCE]
    )
    def get(self, request: Request, id: str) -> Response:
        """The definitions of its measure and group, the run that computed it, the files it stands in, and the way to
        the values that it compares.
        """
        return self.answer(provenance_for(find_gap(id)))


@needs("figures.view")
class GapValues(ListView):
    serializer_class = EndValueSerializer

    def rows(self) -> Any:
        return values_at_ends(find_gap(self.kwargs["id"]))

    @extend_schema(
        operation_id="listGapValues", tags=["figures"], summary="The values that a gap compares", examples=[END_VALUE]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The schools, or districts under method D, at both ends of a gap, each with its value: first those with the
        largest shares of the group, then by their codes. Members of a district see those of its own.
        """
        return super().get(request, *args, **kwargs)
