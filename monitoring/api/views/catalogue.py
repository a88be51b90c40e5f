"""Measures and groups: the public catalogue."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import open_to_all
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import MEASURES
from monitoring.api.examples import GROUP, MEASURE
from monitoring.api.examples_of_burden import COLUMN_USES
from monitoring.api.serializers.catalogue import GroupSerializer, MeasureSerializer
from monitoring.api.serializers.columns import ColumnUsesSerializer
from monitoring.api.views.base import ApiView, ListView, found
from monitoring.definitions.queries import catalogue_for_everybody, entry_of, versions_for_everybody
from monitoring.intake.burden.uses import all_uses


@open_to_all
class Measures(ListView):
    serializer_class = MeasureSerializer
    is_public = True

    def rows(self) -> Any:
        return list(catalogue_for_everybody())

    @extend_schema(operation_id="listMeasures", tags=["catalogue"], summary="All measures", examples=[MEASURE])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every measure: its definition in words, unit, direction, years, breaks. One row a measure. Open to all."""
        return super().get(request, *args, **kwargs)


@open_to_all
class OneMeasure(ApiView):
    serializer_class = MeasureSerializer
    is_public = True

    @extend_schema(operation_id="getMeasure", tags=["catalogue"], summary="One measure", examples=[MEASURE])
    def get(self, request: Request, measure: str) -> Response:
        """A measure by its id, for example T_EXP_LT3. Open to all."""
        return self.answer(found(entry_of(measure, versions_for_everybody(measure)) if measure in MEASURES else None))


@open_to_all
class Columns(ListView):
    serializer_class = ColumnUsesSerializer
    is_public = True

    def rows(self) -> Any:
        return list(all_uses())

    @extend_schema(
        operation_id="listColumns", tags=["catalogue"], summary="What columns are used for", examples=[COLUMN_USES]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every column of every layout and report, with the rules, measures, student groups, summaries and pages that
        read it, as these declare it. One row a column. Open to all.
        """
        return super().get(request, *args, **kwargs)


@open_to_all
class Groups(ListView):
    serializer_class = GroupSerializer
    is_public = True

    def rows(self) -> Any:
        return list(GROUPS.values())

    @extend_schema(operation_id="listGroups", tags=["catalogue"], summary="All student groups", examples=[GROUP])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every student group that schools are compared by, with who belongs to it. One row a group. Open to all."""
        return super().get(request, *args, **kwargs)


@open_to_all
class OneGroup(ApiView):
    serializer_class = GroupSerializer
    is_public = True

    @extend_schema(operation_id="getGroup", tags=["catalogue"], summary="One student group", examples=[GROUP])
    def get(self, request: Request, group: str) -> Response:
        """A group by its id, for example low_income. Open to all."""
        return self.answer(found(GROUPS.get(group)))
