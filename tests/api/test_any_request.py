"""Requests nobody thought of, made from the API's own description: answered as described, never with a fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case

from monitoring.api.filtering import read_school_year
from tests.districts.cast import Cast, token_for

ALWAYS: dict[str, Any] = {
    "database": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
    "phases": [Phase.explicit, Phase.generate],
}


@pytest.fixture(scope="module")
def _one_connection() -> Iterator[None]:
    """Requests run in the test's transaction, so their beginning and end must not close its connection."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def described(made_once: Cast, _one_connection: None) -> Any:
    """The API as schemathesis sees it, in this process."""
    raw = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    schema = schemathesis.openapi.from_dict(raw)
    schema.app = closing(get_wsgi_application())
    schema.config.seed = 1  # the same requests in every run
    schema.hooks.hook("filter_query")(years_exist)
    schema.hooks.hook("filter_body")(files_hold_something)
    return schema


def closing(application: Any) -> Any:
    """As a server does: the answer is closed when it is sent, and with it the files that came in."""

    def call(environ: Any, start_response: Any) -> list[bytes]:
        answer = application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return call


def years_exist(context: Any, query: Any) -> bool:
    """Of the years that the pattern allows, only those whose two parts fit: that much a pattern cannot say."""
    years = (query or {}).get("school_year")
    return not isinstance(years, list) or all(read_school_year(year) for year in years if _looks_like_a_year(year))


def files_hold_something(context: Any, body: Any) -> bool:
    """An empty file may be sent, but the client used here leaves it out of the form."""
    return not (isinstance(body, dict) and "file" in body and not body["file"])


def _looks_like_a_year(text: Any) -> bool:
    return isinstance(text, str) and len(text) == 7 and text[4] == "-"


def ask(case: Case, token: str) -> None:
    """One request and its answer's comparison with the description; nothing of it stays."""
    with transaction.atomic():
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def token(made_once: Cast) -> str:
    """Of somebody who may see everything."""
    return token_for(made_once.agency.member("ese_analyst"))


@pytest.mark.slow
@schemathesis.pytest.from_fixture("described").parametrize()
@settings(max_examples=50, **ALWAYS)
def test_many_requests_to_every_operation_are_answered_as_described(case: Case, token: str) -> None:
    ask(case, token)
