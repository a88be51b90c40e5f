"""The two questions a supervisor asks, and the headers of every answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from equityplan import health
from equityplan.celery import app

GOOD = {"database": True, "migrations": True, "broker": True, "cache": True}
POLICY = {
    "base-uri": "'none'",
    "default-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self' data:",
    "object-src": "'none'",
}


def test_healthz_says_that_the_process_is_up_without_touching_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_says_yes_when_database_migrations_and_broker_are_there(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, GOOD)


@pytest.mark.django_db(databases=["default", "owner"])
def test_readyz_says_no_while_a_migration_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    monkeypatch.setattr(health, "_known_migrated", [])
    applied = MigrationRecorder(connection).applied_migrations()
    monkeypatch.setattr(
        MigrationRecorder,
        "applied_migrations",
        lambda self: {name: one for name, one in applied.items() if name != ("equityplan", "0001_database")},
    )
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {**GOOD, "migrations": False})


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(16)
        yield server.getsockname()[1]


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_readyz_asks_the_broker_itself_and_does_not_wait_long(
    client: Client, monkeypatch: pytest.MonkeyPatch, silent: int, scheme: str
) -> None:
    monkeypatch.setattr(app.conf, "broker_write_url", f"{scheme}://127.0.0.1:{silent}/0")
    began = time.monotonic()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {**GOOD, "broker": False})
    assert time.monotonic() - began < 8


@pytest.mark.django_db
def test_readyz_says_no_without_a_cache(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_answer(*args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "set", no_answer)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {**GOOD, "cache": False})


def test_every_answer_carries_the_strict_policy_and_security_headers(client: Client) -> None:
    headers = client.get("/healthz").headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy == POLICY
    assert {name: headers[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")} == {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    assert headers["Permissions-Policy"].startswith("camera=()")
