"""What collections cost: read by a district and by the agency, and estimated by a district."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from districts.school_year import SchoolYear
from monitoring.api.collections import sees_all
from monitoring.api.examples_of_burden import COST, COST_OF_ALL
from monitoring.api.filtering import AnyWord, AnyYear, Parameters
from monitoring.api.rows import Rows
from monitoring.api.serializers.burden import CostOfAllSerializer, CostSerializer, NewEstimateSerializer
from monitoring.api.views.base import ListView, member_of
from monitoring.api.views.collection_acts import CollectionAct, act_described
from monitoring.intake import actions
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.queries.burden import costs_of_district
from monitoring.intake.queries.burden_for_ese import costs_for_ese
from monitoring.intake.queries.collections_for_ese import years_of_collections


class BurdenParameters(Parameters):
    school_year = AnyYear()
    collection = AnyWord("collection", COLLECTIONS, means="Only these collections of a year.")


@needs("upload.view")
class Burden(ListView):
    serializer_class = CostSerializer
    parameters = BurdenParameters

    def rows(self) -> Any:
        member = member_of(self.request)
        return Rows([] if sees_all() or member.district.is_state else costs_of_district(member.district_id))

    @extend_schema(operation_id="listBurden", tags=["burden"], summary="What collections cost", examples=[COST])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Counted from what is on record of the reader's district, the latest school year first; `minutes` is what the
        district said itself. The agency, which has no collections of its own, finds none here.
        """
        return super().get(request, *args, **kwargs)


@needs("state.view")
class BurdenOfAll(ListView):
    serializer_class = CostOfAllSerializer
    parameters = BurdenParameters

    def rows(self) -> Any:
        running = int(SchoolYear.running(timezone.localdate()))
        return Rows(costs_for_ese(years_of_collections(running)))

    @extend_schema(
        operation_id="listBurdenOfAll",
        tags=["burden"],
        summary="What collections cost all districts together",
        examples=[COST_OF_ALL],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Medians and quartiles over districts, by collection and size; no district is told by itself, and minutes only
        where at least five answered. For the agency.
        """
        return super().get(request, *args, **kwargs)


@needs("upload.view", POST="collection.estimate")
class CollectionEstimate(CollectionAct):
    body = NewEstimateSerializer

    @act_described("estimateMinutes", "Say how long a collection took the district", NewEstimateSerializer, minutes=240)
    def post(self, request: Request, collection_id: str) -> Response:
        """Voluntary: the agency sees it together with other districts' alone. A new number takes the place of an
        earlier one, null takes it back, the same again changes nothing. Refused with 409 where nothing is on record of
        the collection.
        """
        return self.act(actions.estimate_minutes)
