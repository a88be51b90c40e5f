"""Mappings of a district's own headings: which there are, and to save, change and retire one."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.api.examples_of_mappings import MAPPING, NEW_MAPPING
from monitoring.api.filtering import AnyWord, Parameters
from monitoring.api.parsers import SmallJson
from monitoring.api.problems import FieldError, Refusal
from monitoring.api.rows import Rows
from monitoring.api.serializers.mappings import (
    LAYOUTS,
    MappingSerializer,
    NewMappingSerializer,
    NewVersionSerializer,
)
from monitoring.api.views.base import ApiView, ListView, found, member_of
from monitoring.intake import actions
from monitoring.intake.mapping.column_mapping import Match
from monitoring.intake.models import SavedMapping
from monitoring.intake.queries.mappings import mapping_versions_for_page, mappings_for_page
from monitoring.intake.reports.catalogue import REPORTS

MEND = "Mend this match, or leave it out; the layout’s page says what the column holds."


class MappingParameters(Parameters):
    layout = AnyWord("layout", LAYOUTS, means="Only mappings for these layouts.")


def save(request: Request, given: dict[str, Any], **of: Any) -> SavedMapping:
    """By the action that the pages call; what is wrong is answered match by match."""
    layout = given["layout"]
    matches = [_match(layout, one) for one in given["matches"]]
    try:
        return actions.save_mapping(
            name=given["name"],
            layout=layout,
            matches=matches,
            headings=given["headings"] or [match.heading for match in matches if match.heading],
            by=member_of(request),
            **of,
        )
    except actions.MappingRefused as refused:
        places = {match.column: f"matches.{place}" for place, match in enumerate(matches)}
        wrong = [FieldError(places.get(one.column, "matches"), _told(layout, one), MEND) for one in refused.faults]
        raise Refusal(422, "The mapping cannot be saved as it is.", wrong) from None
    except actions.ChangedSince as since:
        raise Refusal(409, f"{since} Read it, and send yours with its number.") from None


def _match(layout: str, given: dict[str, Any]) -> Match:
    """With the column under our name, however the layout calls it."""
    by_title = {column.title: column.name for column in REPORTS[layout].columns}
    column = given["column"] if REPORTS[layout].has(given["column"]) else by_title.get(given["column"])
    named = {name: given[name].strip() for name in ("heading", "value", "source")}
    return Match(column or given["column"], codes=tuple(given["codes"].items()), **named)


def _told(layout: str, fault: Any) -> str:
    return f"{REPORTS[layout].column(fault.column).title}: {fault.message}" if fault.column else str(fault.message)


def versions_of(request: Request, mapping_id: uuid.UUID) -> list[SavedMapping]:
    """The latest first; of any other tenant's there are none."""
    return found(mapping_versions_for_page(member_of(request).district_id, mapping_id) or None)


@needs("upload.view", POST="mapping.save")
class Mappings(ListView):
    serializer_class = MappingSerializer
    parameters = MappingParameters
    parser_classes = (SmallJson,)
    more_errors = (422,)

    def rows(self) -> Any:
        return Rows(mappings_for_page(member_of(self.request).district_id))

    def known_parameters(self) -> Any:
        return super().known_parameters() if self.request.method != "POST" else {}

    @extend_schema(operation_id="listMappings", tags=["mappings"], summary="All mappings", examples=[MAPPING])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What the district has said of the headings of its own exports: of each mapping the latest version, those in
        force first. For the district alone; the agency sees none.
        """
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="createMapping",
        tags=["mappings"],
        summary="Save a mapping",
        request=NewMappingSerializer,
        responses={201: MappingSerializer},
        examples=[MAPPING, OpenApiExample("As sent", value=NEW_MAPPING, request_only=True)],
        filters=False,
    )
    def post(self, request: Request) -> Response:
        """Say once which heading of an export holds which column of a layout. Files that no report knows and that have
        all its headings are read through it from now on. Refused with 422 where a column that the layout needs is
        matched with nothing, a heading with two columns, or a code is none of the list.
        """
        body = NewMappingSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(save(request, dict(body.validated_data)), status=201)


@needs("upload.view")
class OneMapping(ApiView):
    serializer_class = MappingSerializer

    @extend_schema(operation_id="getMapping", tags=["mappings"], summary="One mapping", examples=[MAPPING])
    def get(self, request: Request, mapping_id: uuid.UUID) -> Response:
        """Its latest version. For the district that saved it."""
        return self.answer(versions_of(request, mapping_id)[0])


@needs("upload.view", POST="mapping.save")
class MappingVersions(ListView):
    serializer_class = MappingSerializer
    parser_classes = (SmallJson,)
    more_errors = (409, 422)

    def rows(self) -> Any:
        return Rows(versions_of(self.request, self.kwargs["mapping_id"]))

    def known_parameters(self) -> Any:
        return super().known_parameters() if self.request.method != "POST" else {}

    @extend_schema(
        operation_id="listMappingVersions", tags=["mappings"], summary="All versions of a mapping", examples=[MAPPING]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The latest first; none is ever changed. One row a version. For the district that saved it."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="changeMapping",
        tags=["mappings"],
        summary="Change a mapping",
        request=NewVersionSerializer,
        responses={201: MappingSerializer},
        examples=[MAPPING, OpenApiExample("As sent", value={**NEW_MAPPING, "version": 1}, request_only=True)],
        filters=False,
    )
    def post(self, request: Request, mapping_id: uuid.UUID) -> Response:
        """Save a new version, which also takes a retired one into force again; files that were read keep theirs. The
        same again changes nothing. Refused with 409 where `version` is not the latest, and with 422 as a new one is.
        """
        versions_of(request, mapping_id)
        body = NewVersionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        return self.answer(save(request, given, mapping=mapping_id, version=given["version"]), status=201)


@needs("upload.view", POST="mapping.save")
class MappingRetirement(ApiView):
    serializer_class = MappingSerializer

    @extend_schema(
        operation_id="retireMapping",
        tags=["mappings"],
        summary="Retire a mapping",
        request=None,
        responses={200: MappingSerializer},
        examples=[MAPPING],
    )
    def post(self, request: Request, mapping_id: uuid.UUID) -> Response:
        """No file is read through it any more. Said twice it changes nothing more."""
        versions_of(request, mapping_id)
        return self.answer(actions.retire_mapping(mapping=mapping_id, by=member_of(request)))
