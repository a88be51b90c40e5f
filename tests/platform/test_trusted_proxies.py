"""Budgets are of the one who asks: not of the proxy in between, and not of whomever a header names."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from equityplan import environment
from equityplan.embedded.home import CHECKOUT
from tests.districts.cast import make_person

SIGN_IN, TOO_MANY = "/accounts/login/", 429
TOLD = "from django.conf import settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT, s.REST_FRAMEWORK['NUM_PROXIES'])"


@pytest.fixture(autouse=True)
def _within_one_minute() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(time.time(), tick=False):
        yield
    cache.clear()


def behind(proxies: int, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}


def api(client: Client, forwarded: str) -> int:
    return client.get("/api/v1/groups/", headers={"X-Forwarded-For": forwarded}).status_code


def sign_in(client: Client, number: int, forwarded: str) -> int:
    """A wrong password, for somebody else each time: only the address stays the same."""
    guess = {"login": f"person.{number}@example.org", "password": "wrong"}
    return client.post(SIGN_IN, guess, headers={"X-Forwarded-For": forwarded}).status_code


@pytest.mark.parametrize(("given", "told"), [("", "0 0"), ("2", "2 2")])
def test_one_setting_tells_sign_in_and_api(given: str, told: str) -> None:
    environ = {**os.environ, "EQP_TRUSTED_PROXIES": given, "DJANGO_SETTINGS_MODULE": "equityplan.settings"}
    said = subprocess.run([sys.executable, "-c", TOLD], cwd=CHECKOUT, env=environ, capture_output=True, text=True)
    assert said.stdout.strip() == told


def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQP_TRUSTED_PROXIES", "all")
    with pytest.raises(ValueError, match="EQP_TRUSTED_PROXIES=all is not"):
        environment.count("EQP_TRUSTED_PROXIES", 0, least=0)


@pytest.mark.django_db
def test_without_proxies_a_header_buys_no_new_budget(client: Client, settings: Any) -> None:
    settings.EQP_API_RATES = {"requests": 2, "uploads": 2}
    assert [api(client, f"10.0.0.{number}") for number in range(3)] == [200, 200, TOO_MANY]


@pytest.mark.django_db
def test_behind_a_proxy_each_client_has_a_budget_and_what_it_writes_in_front_counts_for_nothing(
    client: Client, settings: Any
) -> None:
    behind(1, settings)
    settings.EQP_API_RATES = {"requests": 2, "uploads": 2}
    assert [api(client, f"1.1.1.{number}, 10.0.0.1") for number in range(3)] == [200, 200, TOO_MANY]
    assert api(client, "10.0.0.2") == 200


@pytest.mark.django_db
@pytest.mark.slow
def test_behind_a_proxy_one_clients_wrong_passwords_keep_nobody_else_from_signing_in(
    client: Client, settings: Any
) -> None:
    make_person("Ann Somebody", password="correct horse battery")
    behind(1, settings)
    for number in range(40):
        sign_in(client, number, f"1.1.1.{number}, 10.0.0.1")
    right = {"login": "ann.somebody@example.org", "password": "correct horse battery"}
    answers = [client.post(SIGN_IN, right, headers={"X-Forwarded-For": f"10.0.0.{n}"}) for n in (1, 2)]
    assert [answer.status_code for answer in answers] == [TOO_MANY, 302]
