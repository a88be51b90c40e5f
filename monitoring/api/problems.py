"""The one form of every error: problem details (RFC 9457), for a program to branch on and for a person to act on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.request import Request

from districts.wall.scope import DATABASE

MEDIA_TYPE = "application/problem+json"
PRIVATE = "private, no-store"  # for caches


@dataclass(frozen=True)
class Kind:
    """What a status means here. `slug` is what a program compares, `title` never changes for a kind."""

    slug: str
    title: str
    detail: str


KINDS: dict[int, Kind] = {
    400: Kind("invalid-request", "The request is not valid", "Mend what the list of errors names and send it again."),
    401: Kind(
        "not-signed-in",
        "Sign in first",
        "Send a valid token in the Authorization header (Authorization: Token …), or sign in.",
    ),
    403: Kind("not-permitted", "Not permitted", "Your role does not include this. An administrator can change roles."),
    404: Kind("not-found", "Not found", "There is nothing at this address that you may see."),
    405: Kind("method-not-allowed", "Method not allowed", "The Allow header lists the methods of this address."),
    406: Kind("not-acceptable", "No such representation", "Ask for application/json."),
    409: Kind("conflict", "In conflict with the present state", "Read the present state, then decide again."),
    413: Kind("too-large", "Too large", "Send a smaller file, or split it."),
    415: Kind("unsupported-media-type", "Unsupported media type", "Send the body as its description says."),
    422: Kind("not-processable", "Understood, but not possible", "Mend what the list of errors names."),
    429: Kind("too-many-requests", "Too many requests", "Wait as long as the Retry-After header says."),
    500: Kind(
        "server-error",
        "Something went wrong on our side",
        "It has been logged. Nothing was changed; try again later.",
    ),
    503: Kind("unavailable", "Not available at the moment", "Try again in a minute."),
}
OTHER = Kind("error", "The request was not answered", "See the status.")


@dataclass(frozen=True)
class FieldError:
    """One thing to mend. `field` names a parameter, a field of the body or a header; empty where it is the whole."""

    field: str
    message: str
    how_to_fix: str


@dataclass(frozen=True)
class Problem:
    """The body of every error answer. `instance` is the path that was asked for."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[FieldError, ...] = field(default=())


class Refusal(exceptions.APIException):
    """Raised by views for an answer that says no, with all its parts."""

    def __init__(self, status: int, detail: str, errors: Iterable[FieldError] = ()) -> None:
        super().__init__(detail)
        self.status_code, self.errors = status, tuple(errors)


def invalid(name: str, message: str, how_to_fix: str) -> Refusal:
    """The refusal of one parameter or field."""
    return Refusal(400, KINDS[400].detail, [FieldError(name, message, how_to_fix)])


def build_problem(status: int, path: str, detail: str = "", errors: Iterable[FieldError] = ()) -> Problem:
    kind = KINDS.get(status, OTHER)
    return Problem(
        type=f"urn:equityplan:problem:{kind.slug}",
        title=kind.title,
        status=status,
        detail=detail or kind.detail,
        instance=path,
        errors=tuple(errors),
    )


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> HttpResponse:
    body = json.dumps(asdict(problem), ensure_ascii=False)
    kept = {"Cache-Control": PRIVATE, **(headers or {})}
    return HttpResponse(body, status=problem.status, content_type=MEDIA_TYPE, headers=kept)


def answer_problem(exc: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's exception handler. Whatever the view wrote is undone; what nobody foresaw becomes a 500.

    The signal lets the request log write such an error down, and lets tests see it.
    """
    request: Request = context["request"]
    _undo(request)
    if not isinstance(exc := _as_api_exception(exc), exceptions.APIException):
        got_request_exception.send(sender=None, request=request._request)
        return problem_response(build_problem(500, request.path))
    problem = build_problem(exc.status_code, request.path, _detail(exc, context), _errors(exc))
    return problem_response(problem, _headers(exc, context))


def _undo(request: Request) -> None:
    """A member's request runs in the transaction of its scope; the innermost block here is that one."""
    if getattr(request._request, "scope", None) is not None:
        transaction.set_rollback(True, using=DATABASE)


def _as_api_exception(exc: Exception) -> Exception:
    if isinstance(exc, Http404):
        return exceptions.NotFound(str(exc) if exc.args and isinstance(exc.args[0], str) else "")
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied(str(exc))
    if isinstance(exc, RequestDataTooBig):
        return Refusal(413, "")
    return Refusal(400, "") if isinstance(exc, SuspiciousOperation) else exc


def _detail(exc: exceptions.APIException, context: dict[str, Any]) -> str:
    """What was said on purpose. DRF's own words for a whole class of errors give way to ours."""
    if isinstance(exc, exceptions.ValidationError):
        return KINDS[400].detail
    if isinstance(exc, exceptions.UnsupportedMediaType):
        return f"Send the body as {' or '.join(parser.media_type for parser in context['view'].parser_classes)}."
    said = str(exc.detail)
    return "" if said == str(exc.default_detail) and not isinstance(exc, exceptions.ParseError) else said


def _headers(exc: exceptions.APIException, context: dict[str, Any]) -> dict[str, str]:
    headers = {}
    if header := getattr(exc, "auth_header", ""):
        headers["WWW-Authenticate"] = header
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = f"{wait:.0f}"
    if isinstance(exc, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return headers


def _errors(exc: exceptions.APIException) -> Iterator[FieldError]:
    if isinstance(exc, Refusal):
        yield from exc.errors
    elif isinstance(exc, exceptions.ValidationError):
        yield from _flat("", exc.detail)


FIXES = {
    "required": "Add this field.",
    "null": "Give a value.",
    "blank": "Give a value that is not empty.",
    "empty": "Send a file that is not empty.",
    "invalid_choice": "Use one of the values that the API's description lists.",
    "max_length": "Shorten it.",
}


def _flat(name: str, detail: Any) -> Iterator[FieldError]:
    """DRF's nested details as a flat list; inner fields are written with dots."""
    if isinstance(detail, Mapping):
        for inner, value in detail.items():
            inner = "" if inner == "non_field_errors" else str(inner)
            yield from _flat(".".join(part for part in (name, inner) if part), value)
    elif isinstance(detail, list):
        for value in detail:
            yield from _flat(name, value)
    else:
        code = getattr(detail, "code", "")
        yield FieldError(name, str(detail), FIXES.get(code, "See the API's description of this field."))
