"""What every view of the API shares. Each view says with `@needs(…)` or `@open_to_all` who may use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django.http import Http404
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from districts.models import Membership
from monitoring.api.filtering import Parameters, StrictFilters, refuse_strange
from monitoring.api.paging import Pages
from monitoring.api.problems import PRIVATE

PUBLIC = "public, max-age=300"
Row = TypeVar("Row")


class ApiView(GenericAPIView[Any]):
    """Refuses parameters that the view does not declare. Caches keep what is open to all, and no refusal of it."""

    filter_backends: Any = ()
    pagination_class: Any = None
    http_method_names: Any = ("get", "head", "post")
    extra_parameters: ClassVar[tuple[str, ...]] = ()
    more_errors: ClassVar[tuple[int, ...]] = ()  # statuses that its operations answer beside the usual ones
    is_public = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_strange(request, self.known_parameters())

    def known_parameters(self) -> Mapping[str, bool]:
        return dict.fromkeys(self.extra_parameters, False)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        is_public = self.is_public and response.status_code == 200
        response.headers.setdefault("Cache-Control", PUBLIC if is_public else PRIVATE)
        return response

    def answer(self, row: Any, **kwargs: Any) -> Response:
        """One object."""
        return Response(self.get_serializer(row).data, **kwargs)


class ListView(ListModelMixin, ApiView):
    """A list in a fixed order: filtered by `parameters`, cut into pages. `rows()` gives a queryset or `Tables`."""

    filter_backends: Any = (StrictFilters,)
    pagination_class: Any = Pages
    parameters: ClassVar[type[Parameters]] = Parameters

    def rows(self) -> Any:
        raise NotImplementedError

    def known_parameters(self) -> Mapping[str, bool]:
        own = {name: parameter.several for name, parameter in self.parameters.base_filters.items()}
        paging = {"page": False, "page_size": False} if self.pagination_class else {}
        return {**own, **paging, **super().known_parameters()}

    def get_queryset(self) -> Any:
        return self.rows()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)


def member_of(request: Request) -> Membership:
    """The membership that the request carries; there is one wherever a view needs a permission."""
    membership: Membership = request._request.membership  # type: ignore[attr-defined]
    return membership


def found(row: Row | None) -> Row:
    """The row, or 404."""
    if row is None:
        raise Http404
    return row
