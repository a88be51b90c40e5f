"""Log lines are JSON and hold no personal data."""

from __future__ import annotations

import json
import logging

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.test import Client, RequestFactory

from equityplan.logs import RequestLog, logging_settings


def test_a_request_is_logged_without_its_query_string() -> None:
    request = RequestFactory().get("/people/", {"email": "alice@example.org"})
    assert RequestLog.format_request(request) == "GET /people/"


def test_no_line_about_a_request_tells_where_it_came_from(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        client.get("/healthz", {"q": "secret words"}, REMOTE_ADDR="203.0.113.7")
    text = " ".join(str(record.__dict__) for record in caplog.records)
    assert caplog.records
    assert ("203.0.113.7" in text, "secret words" in text) == (False, False)
    assert settings.DJANGO_STRUCTLOG_IP_LOGGING_ENABLED is False


def test_a_refusal_is_logged_in_one_line_and_a_fault_with_its_traceback(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    for trouble in (PermissionDenied(), RuntimeError("lost")):
        response_for_exception(rf.get("/state/"), trouble)
    lines = [record for record in caplog.records if record.name == "django.request"]
    told = {line.getMessage(): line.exc_info is not None for line in lines}
    assert told == {"Forbidden (Permission denied): /state/": False, "Internal Server Error: /state/": True}


def test_a_line_is_one_json_object() -> None:
    formatter = logging_settings("INFO")["formatters"]["json"]
    made = formatter["()"](processor=formatter["processor"], foreign_pre_chain=formatter["foreign_pre_chain"])
    record = logging.LogRecord("eqp", logging.WARNING, __file__, 1, "disk is %s", ("full",), None)
    line = json.loads(made.format(record))
    assert {name: line[name] for name in ("event", "level", "logger")} == {
        "event": "disk is full",
        "level": "warning",
        "logger": "eqp",
    }
