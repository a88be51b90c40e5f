"""Pages: numbered, with the address of the next. A page or size that makes no sense is refused, not guessed."""

from __future__ import annotations

from typing import Any

from rest_framework import pagination
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from monitoring.api.problems import FieldError, Refusal, invalid

LARGEST_PAGE = 1_000


class Pages(pagination.PageNumberPagination):
    """`page` from 1; `page_size` up to 1,000. A page after the last is 404."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = LARGEST_PAGE
    page_query_description = "Number of the page, from 1. `next` and `previous` hold the addresses of its neighbors."
    page_size_query_description = f"Rows on a page, 1 to {LARGEST_PAGE:,}."
    last_page_strings = ()

    def get_page_size(self, request: Request) -> int:
        return _whole(request, "page_size", most=LARGEST_PAGE) or self.page_size

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except NotFound:
            fix = "Leave `page` out for the first page, and follow `next` as long as it is not null."
            missing = FieldError("page", "There are fewer pages.", fix)
            raise Refusal(404, "There is no page of this number.", [missing]) from None

    def get_page_number(self, request: Request, paginator: Any) -> int:
        return _whole(request, "page", most=10**9) or 1

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        sizes = {"type": "integer", "minimum": 1}
        return [
            _parameter("page", self.page_query_description, sizes | {"default": 1, "maximum": 10**9}),
            _parameter(
                "page_size",
                self.page_size_query_description,
                sizes | {"default": self.page_size, "maximum": LARGEST_PAGE},
            ),
        ]


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _whole(request: Request, name: str, *, most: int) -> int | None:
    """The parameter as a whole number from 1 to `most`; None where it is not given."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and 1 <= int(text) <= most):
        raise invalid(
            name, f"{text[:40]!r} is not a number of rows or pages.", f"Use a whole number from 1 to {most:,}."
        )
    return int(text)
