"""Collections: how each stands, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import needs
from monitoring.api.collections import HandedWhole, collection_in_sight, collections_in_sight, sees_all
from monitoring.api.examples import FINDING
from monitoring.api.examples_of_collections import COLLECTION, ONE_COLLECTION, WARNING
from monitoring.api.filtering import AnyWord, AnyYear, OwnDistrict, Parameters
from monitoring.api.identities import COLLECTION_PATTERN, CollectionName, read_collection_id
from monitoring.api.rows import Rows
from monitoring.api.serializers.collections import CollectionSerializer, OneCollectionSerializer, WarningSerializer
from monitoring.api.serializers.uploads import SEVERITIES
from monitoring.api.views.base import ApiView, ListView, found, member_of
from monitoring.api.views.findings import DESCRIBED, FindingsView
from monitoring.intake.certification.catalogue import COLLECTIONS
from monitoring.intake.certification.standing import State
from monitoring.intake.cross_checks.catalogue import CROSS_RULES
from monitoring.intake.queries.cross_checks import cross_finding_rows
from monitoring.intake.queries.uploads import FindingRow

ID = OpenApiParameter(
    "collection_id",
    {"type": "string", "pattern": f"^{COLLECTION_PATTERN}$", "example": "00350000.2024-25.OCT"},
    OpenApiParameter.PATH,
    description="District, school year and collection, joined with dots.",
)


class CollectionParameters(Parameters):
    school_year = AnyYear()
    collection = AnyWord("collection", COLLECTIONS, means="Only these collections of a year.")
    state = AnyWord("state", [one.value for one in State], means="Only collections in this state.")
    district = OwnDistrict("org_code")


def find_collection(view: ApiView) -> HandedWhole:
    name: CollectionName = found(read_collection_id(view.kwargs["collection_id"]))
    return collection_in_sight(name, member_of(view.request))


@needs("upload.view")
class Collections(ListView):
    serializer_class = CollectionSerializer
    parameters = CollectionParameters

    def rows(self) -> Any:
        return Rows(collections_in_sight(member_of(self.request)))

    @extend_schema(
        operation_id="listCollections", tags=["collections"], summary="All collections", examples=[COLLECTION]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What districts hand over in October, in March and at the end of the year, the latest school year first: of
        every year of which there are files or acts, and of the one now running. The agency sees all districts', by what
        people did, and of the files only that they came.
        """
        return super().get(request, *args, **kwargs)


@needs("upload.view")
class OneCollection(ApiView):
    serializer_class = OneCollectionSerializer

    @extend_schema(
        operation_id="getCollection",
        tags=["collections"],
        summary="How a collection stands",
        parameters=[ID],
        examples=[ONE_COLLECTION],
    )
    def get(self, request: Request, collection_id: str) -> Response:
        """Its state and dates, who did what when and why, what is missing and what is next. Also of a year of which
        nothing was sent. While `next_steps` say that files are being checked, ask again in a moment.
        """
        return self.answer(find_collection(self))


class CrossFindingParameters(Parameters):
    severity = AnyWord("severity", SEVERITIES, means="E error, W warning, I information.")
    rule = AnyWord("rule_id", CROSS_RULES, means="Only findings of this rule.")


@needs("upload.view")
class CollectionFindings(FindingsView):
    parameters = CrossFindingParameters
    file_name = "findings-between-files-{collection_id}"

    def found(self) -> Iterable[FindingRow]:
        if sees_all():
            raise Http404("What was found in a district's files is the district's.")
        one = find_collection(self).handed
        return cross_finding_rows(one.district.pk, school_year=one.school_year, collection=one.collection)

    @extend_schema(
        operation_id="listCollectionFindings",
        tags=["collections"],
        summary="What its files say against each other",
        examples=[FINDING],
        **(DESCRIBED | {"parameters": [ID, *DESCRIBED["parameters"]]}),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """One row a place, of each rule the first hundred: `file` is the layout whose `row` is meant, and no row holds
        an id or a text of a cell. What was found in each file alone is told with its upload. For the district.
        """
        return super().get(request, *args, **kwargs)


@needs("upload.view")
class CollectionWarnings(ListView):
    serializer_class = WarningSerializer

    def rows(self) -> Any:
        return Rows(find_collection(self).warnings)

    @extend_schema(
        operation_id="listCollectionWarnings",
        tags=["collections"],
        summary="Its warnings, and how they are explained",
        parameters=[ID],
        examples=[WARNING],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One row a rule and layout, of what its files in force warn of, alone and between them. The agency sees those
        that are explained, once the collection was submitted.
        """
        return super().get(request, *args, **kwargs)
