"""The API's own description: who may call an operation, and how every error looks, said once for all of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from districts.access import declared_access
from districts.api_access import DISTRICT_HEADER
from monitoring.api.problems import KINDS, MEDIA_TYPE, build_problem

# components of requests, whose every field is known
BODIES = (
    "NewUpload",
    "Decision",
    "NewExplanation",
    "NewReminder",
    "Certification",
    "Reason",
    "EditWindow",
    "NewMapping",
    "NewVersion",
    "NewMatch",
)
DESCRIPTION = """\
Students' access to experienced, prepared and effective educators: values of measures, gaps between student groups, and
where each number comes from.

* Every number is read as it was stored; nothing is computed for an answer, but for a ratio that `dese_compat` asks for.
  Rates are unrounded.
* Where there is no number, `reason` says why. Nothing is ever shown as zero because it is missing.
* School years are written 2020-21. Organizations are named by the state's codes of eight digits.
* A token, and a session, see what their member sees: members of a district its own rows and the state's figures, the
  agency all figures. Of a district's file the agency sees that it came and, behind a figure, its name and the row in
  which the figure stands; what else is in it, and what was found there, it does not see. Of a collection it sees who
  did what and, once it was submitted, how its warnings are explained. Rows that are not yours to see do not exist for
  you: 404.
* To send files by program: POST each to `uploads`, ask its `status` until `has_ended`, then read the collection's
  `next_steps`. Every act done twice changes nothing more; one that is not possible now is refused with 409 and why.
* A parameter that is unknown, empty or malformed is refused with 400, never ignored.
* A district's own exports can be sent as they are, once `mappings` says which of their headings hold what.
* Every error has the form `Problem`.
"""
FIELD_ERROR = {
    "type": "object",
    "description": "One thing to mend.",
    "required": ["field", "message", "how_to_fix"],
    "properties": {
        "field": {
            "type": "string",
            "description": "A parameter, a field of the body or a header; empty where it is the whole.",
        },
        "message": {"type": "string", "description": "What is wrong."},
        "how_to_fix": {"type": "string", "description": "What to do about it."},
    },
}
PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457): the same form for every error.",
    "required": ["type", "title", "status", "detail", "instance", "errors"],
    "properties": {
        "type": {"type": "string", "description": "A fixed name for the kind of error, for programs to compare."},
        "title": {"type": "string", "description": "The kind in words."},
        "status": {"type": "integer", "description": "The HTTP status once more."},
        "detail": {"type": "string", "description": "What happened this time."},
        "instance": {"type": "string", "description": "The path that was asked for."},
        "errors": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/FieldError"},
            "description": "What to mend, field by field; may be empty.",
        },
    },
}


class Membership(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Both ways to sign in."""

    target_class = "districts.api_access.MembershipAuthentication"
    name = ["token", "session"]  # the base class names its type

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, Any]]:
        token = {
            "type": "http",
            "scheme": "bearer",
            "description": "A member's token, with that member's rights: `Authorization: Bearer …` or `Token …`.",
        }
        session = {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "A browser's session. Requests that change something also need the header X-CSRFToken. "
            f"Who belongs to several districts names the one that is meant in the header {DISTRICT_HEADER}.",
        }
        return [token, session]


class ApiSchema(AutoSchema):
    """Adds to each operation the permission it needs and the errors it may answer."""

    def get_auth(self) -> list[dict[str, Any]]:
        """Either way to sign in is enough; what is open to all names none."""
        if self._access_kind == "open":
            return []
        return [{name: scopes} for either in super().get_auth() for name, scopes in either.items()]

    @property
    def _access_kind(self) -> str:
        access = declared_access(type(self.view))
        return access.kind if access else "closed"

    def get_description(self) -> str:  # type: ignore[override]  # spectacular's own form
        access = declared_access(type(self.view))
        permission = access.permission(self.method) if access else None
        return super().get_description() + (f"\n\nPermission: `{permission}`." if permission else "")

    def get_operation(self, *args: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args)
        if operation is not None:
            for answer in operation["responses"].values():
                answer["description"] = answer["description"] or operation["summary"]
                for content in answer.get("content", {}).values():
                    _show_the_only_example(content)
            for status in self._error_statuses(operation):
                operation["responses"].setdefault(str(status), {"$ref": f"#/components/responses/{_name(status)}"})
        return operation

    def _error_statuses(self, operation: dict[str, Any]) -> list[int]:
        statuses = [400, 404, 406, 429, 500, *getattr(self.view, "more_errors", ())]
        statuses += [] if self._access_kind == "open" else [401, 403]
        return sorted([*statuses, 413, 415] if operation.get("requestBody") else statuses)


def _show_the_only_example(content: dict[str, Any]) -> None:
    """One example needs no list to choose from."""
    examples = list(content.pop("examples", {}).values())
    if examples:
        content["example"] = examples[0]["value"]


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")


def _problem_response(status: int) -> dict[str, Any]:
    example = build_problem(status, "/api/v1/…")
    shown = {"type": example.type, "title": example.title, "status": status, "detail": example.detail}
    content = {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "example": shown | {"instance": example.instance, "errors": []},
    }
    return {"description": KINDS[status].title, "content": {MEDIA_TYPE: content}}


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A postprocessing hook: the introduction, and the components that every operation's errors refer to."""
    result["info"]["description"] = DESCRIPTION
    components = result.setdefault("components", {})
    components["schemas"] = {**components.get("schemas", {}), "Problem": PROBLEM, "FieldError": FIELD_ERROR}
    for name in BODIES:
        components["schemas"][name]["additionalProperties"] = False
    components["responses"] = {_name(status): _problem_response(status) for status in KINDS}
    return result
