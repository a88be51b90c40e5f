"""The description of the API, for programs and for people."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from districts.access import open_to_all
from monitoring.api.examples import ADDRESSES
from monitoring.api.serializers.description import AddressesSerializer
from monitoring.api.views.base import ApiView

_made: dict[str, Any] = {}


@open_to_all
class Root(ApiView):
    """Where everything is."""

    is_public = True
    serializer_class = AddressesSerializer

    @extend_schema(operation_id="getRoot", tags=["description"], summary="Where everything is", examples=[ADDRESSES])
    def get(self, request: Request) -> Response:
        """The addresses of the lists, of who is asking, and of this description. Open to all."""
        return self.answer(
            {name: reverse(f"api-{name.replace('_', '-')}") for name in map(str, AddressesSerializer().fields)}
        )


@open_to_all
class Schema(SpectacularAPIView):
    """OpenAPI 3, as YAML or JSON. The same for everybody, so it is made once a process."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]

    def _get_schema_response(self, request: Request) -> Response:
        if not _made:
            _made.update(SchemaGenerator().get_schema(request=None, public=True))  # type: ignore[no-untyped-call]
        return Response(_made)


@open_to_all
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; its script comes from a second request, so nothing is inline."""

    template_name = "api/docs.html"
    template_name_js = "api/docs.js"
    url_name = "api-schema"
    title = "API"
