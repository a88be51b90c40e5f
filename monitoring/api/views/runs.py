"""Runs, for the agency: what was computed, when and from what."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.api.examples import RUN
from monitoring.api.filtering import AnyWord, Parameters
from monitoring.api.paging import Pages
from monitoring.api.serializers.runs import DELAY_SCHEMA, DelaySerializer, RunSerializer
from monitoring.api.views.base import ApiView, ListView, found
from monitoring.results.models import Run
from monitoring.results.queries import delay_for_ese, runs_for_ese


class RunPages(Pages):
    """With the reason why results are not up to date, where they are not."""

    def get_paginated_response(self, data: Any) -> Response:
        response, delay = super().get_paginated_response(data), delay_for_ese()
        response.data["delay"] = DelaySerializer(delay).data if delay else None
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described: dict[str, Any] = super().get_paginated_response_schema(schema)
        described["properties"]["delay"] = DELAY_SCHEMA
        described["required"] = [*described["required"], "delay"]
        return described


class RunParameters(Parameters):
    state = AnyWord("state", Run.State.values, means="Only runs that ended so.")


@needs("state.view")
class Runs(ListView):
    serializer_class = RunSerializer
    pagination_class = RunPages
    parameters = RunParameters

    def rows(self) -> Any:
        return runs_for_ese()

    @extend_schema(operation_id="listRuns", tags=["runs"], summary="All runs", examples=[RUN])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every computation, latest first; `delay` says why results are not up to date. For the agency."""
        return super().get(request, *args, **kwargs)


@needs("state.view")
class OneRun(ApiView):
    serializer_class = RunSerializer

    @extend_schema(operation_id="getRun", tags=["runs"], summary="One run", examples=[RUN])
    def get(self, request: Request, id: uuid.UUID) -> Response:
        """A run by its id. For the agency."""
        return self.answer(found(runs_for_ese().filter(pk=id).first()))
