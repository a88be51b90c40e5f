"""Students' experiences with teachers across the state: what certified reports come to, and where its gaps lie."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.api.examples_of_experiences import DISTRICT_OF_STATE, STATE_PARTS, STATE_ROW
from monitoring.api.filtering import AnyCode, read_school_year
from monitoring.api.rows import FrameRows
from monitoring.api.serializers.experiences import (
    DistrictExperienceSerializer,
    StateExperiencePartsSerializer,
    StateExperienceSerializer,
)
from monitoring.api.views.base import ListView
from monitoring.api.views.experiences import DeseCompat, PartsParameters, Unread
from monitoring.results.experiences.in_sight import (
    districts_for_ese,
    state_for_members,
    state_parts_for_members,
)
from monitoring.results.experiences.lacking import why_none_of_state


class StateParameters(PartsParameters):
    dese_compat = DeseCompat()


class DistrictParameters(StateParameters):
    district = AnyCode("Only these districts, by their codes.", "org_code")


class OfStateView(ListView):
    """Rows of a school year's report across the state; 404 says what is missing."""

    def seen(self, school_year: int, history: int) -> pl.DataFrame | None:
        raise NotImplementedError

    def rows(self) -> Any:
        year = read_school_year(self.kwargs["school_year"])
        if year is None:
            raise Http404
        return Unread(lambda history: self._read(year, history))

    def _read(self, school_year: int, history: int) -> FrameRows:
        seen = self.seen(school_year, history)
        if seen is None:
            raise Http404(why_none_of_state(school_year))
        return FrameRows(seen)


@needs("figures.view")
class StateExperienceRows(OfStateView):
    serializer_class = StateExperienceSerializer
    parameters = StateParameters

    def seen(self, school_year: int, history: int) -> pl.DataFrame | None:
        return state_for_members(school_year, history)

    @extend_schema(
        operation_id="listStateExperiences",
        tags=["experiences"],
        summary="How often the state's students meet teachers of a category",
        examples=[STATE_ROW],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """How often October's students of a group meet teachers of a category, beside all others, across the state:
        the sums of all certified reports of the year, by measure and group. Sums have no interval.

        Members of a district see rows of three districts or more (`too_few_districts`).
        """
        return super().get(request, *args, **kwargs)


@needs("figures.view")
class StateExperienceParts(OfStateView):
    serializer_class = StateExperiencePartsSerializer
    parameters = PartsParameters

    def seen(self, school_year: int, history: int) -> pl.DataFrame | None:
        return state_parts_for_members(school_year, history)

    @extend_schema(
        operation_id="listStateExperienceParts",
        tags=["experiences"],
        summary="How much of the state's gaps lies between districts, between schools and within them",
        examples=[STATE_PARTS],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Each gap of the state in students' experiences, and how much of it lies between districts, between schools
        of one district, and within schools. Members of a district see those of twelve districts or more.
        """
        return super().get(request, *args, **kwargs)


@needs("state.view")
class DistrictExperiences(OfStateView):
    serializer_class = DistrictExperienceSerializer
    parameters = DistrictParameters

    def seen(self, school_year: int, history: int) -> pl.DataFrame | None:
        return districts_for_ese(school_year, history)

    @extend_schema(
        operation_id="listDistrictExperiences",
        tags=["experiences"],
        summary="The same number of every district",
        examples=[DISTRICT_OF_STATE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Of every district with a certified report of the year what others than the district see, by code, measure and
        group. For the agency.
        """
        return super().get(request, *args, **kwargs)
