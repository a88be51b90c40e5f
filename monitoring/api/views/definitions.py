"""Definitions of measures: versions, differences, and for the agency what one would move."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.analysis.definitions.definition import State
from monitoring.analysis.definitions.difference import difference
from monitoring.analysis.measures import MEASURES
from monitoring.api.examples_of_definitions import DEFINITION, DIFFERENCE, DUAL_RUN
from monitoring.api.filtering import AnyWord, Parameters
from monitoring.api.serializers.definitions import DefinitionSerializer, DifferenceSerializer, DualRunSerializer
from monitoring.api.views.base import ApiView, ListView, found
from monitoring.definitions.models import StoredDefinition
from monitoring.definitions.queries import definitions_in_scope
from monitoring.results.dual_runs.asking import latest_dual_run


def stored(definition_id: str) -> StoredDefinition:
    """The version of that name, as far as the scope sees it; else 404."""
    measure, _, version = definition_id.partition(".")
    if measure not in MEASURES or not (version.isascii() and version.isdecimal()) or len(version) > 4:
        raise Http404
    return found(definitions_in_scope().filter(measure=measure, version=int(version)).first())


class DefinitionParameters(Parameters):
    measure = AnyWord("measure", MEASURES, means="Only versions of these measures.")
    state = AnyWord("state", [one.value for one in State], means="Only versions in these states.")


@needs("school.view")
class Definitions(ListView):
    serializer_class = DefinitionSerializer
    parameters = DefinitionParameters

    def rows(self) -> Any:
        return definitions_in_scope()

    @extend_schema(operation_id="listDefinitions", tags=["definitions"], summary="Versions", examples=[DEFINITION])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every version of every measure's definition: which rule, in which school years. Districts see what was ever
        active, and what is promised; the agency drafts, too.
        """
        return super().get(request, *args, **kwargs)


@needs("school.view")
class OneDefinition(ApiView):
    serializer_class = DefinitionSerializer

    @extend_schema(operation_id="getDefinition", tags=["definitions"], summary="One version", examples=[DEFINITION])
    def get(self, request: Request, definition_id: str) -> Response:
        """A version by its id, like T_UNQ.2."""
        return self.answer(stored(definition_id))


@needs("school.view")
class DefinitionDifference(ApiView):
    serializer_class = DifferenceSerializer

    @extend_schema(
        operation_id="getDefinitionDifference", tags=["definitions"], summary="Two versions", examples=[DIFFERENCE]
    )
    def get(self, request: Request, definition_id: str, other: str) -> Response:
        """How a version differs from another one of the same measure, field by field, in words."""
        one, before = stored(definition_id), stored(other)
        if one.measure != before.measure:
            raise Http404
        changes = difference(before.as_definition(), one.as_definition())
        return self.answer({"id": str(one), "other": str(before), "changes": changes})


@needs("state.view")
class DefinitionDualRun(ApiView):
    serializer_class = DualRunSerializer

    @extend_schema(operation_id="getDualRun", tags=["definitions"], summary="What it would move", examples=[DUAL_RUN])
    def get(self, request: Request, definition_id: str) -> Response:
        """The latest dual run of a version, with the districts that would move most. For the agency."""
        one = stored(definition_id)
        return self.answer(found(latest_dual_run(one.measure, one.version)))
