"""Addresses, secret and storage come from the environment, and ordinary servers need no line of code changed."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core import mail
from django.test import Client

from equityplan import environment, programs
from equityplan.embedded.home import CHECKOUT
from tests.districts.cast import make_person


def sealing_key(home: Path) -> bytes:
    return environment.key("EQP_SEALING_KEY", home)


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("EQP_", "DATABASE_")) or name in {"HOST", "PORT", "REDIS_URL", "CELERY_BROKER_URL"}:
            monkeypatch.delenv(name)


def test_without_addresses_each_login_uses_the_socket_of_the_home(tmp_path: Path) -> None:
    found = environment.databases(tmp_path)
    assert {alias: (one["USER"], one["HOST"], one["NAME"]) for alias, one in found.items()} == {
        "default": ("eqp_app", str(tmp_path / "run"), "equityplan"),
        "owner": ("eqp_owner", str(tmp_path / "run"), "equityplan"),
        "public": ("eqp_public", str(tmp_path / "run"), "equityplan"),
    }


def test_an_address_is_read_as_libpq_reads_it() -> None:
    found = environment.database("postgresql://eqp_app:p%40ss@db.example:6432/plan?sslmode=verify-full")
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "plan",
        "USER": "eqp_app",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"sslmode": "verify-full", "server_side_binding": True, "prepare_threshold": 5},
    }


def test_a_login_without_an_address_cannot_be_used_by_mistake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://eqp_app@db.example/plan")
    engines = {alias: one["ENGINE"] for alias, one in environment.databases(tmp_path).items()}
    assert engines == {
        "default": "django.db.backends.postgresql",
        "owner": "django.db.backends.dummy",
        "public": "django.db.backends.dummy",
    }


def test_only_a_process_that_asks_gets_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQP_DB_PREPARED", "0")
    alone = environment.database("dbname=plan")
    assert (alone["OPTIONS"], alone["CONN_MAX_AGE"]) == ({}, 600)
    monkeypatch.setenv("EQP_DB_POOL", "1")
    pooled = environment.database("dbname=plan")
    assert (pooled["OPTIONS"], pooled["CONN_MAX_AGE"]) == ({"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}, 0)


def test_what_is_asked_again_is_planned_once_unless_a_pooler_stands_between(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.database("dbname=plan")["OPTIONS"] == {"server_side_binding": True, "prepare_threshold": 5}
    monkeypatch.setenv("EQP_DB_PREPARED", "0")
    assert environment.database("dbname=plan")["OPTIONS"] == {}


def test_one_redis_address_serves_broker_and_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REDIS_URL", "rediss://cache.example/1")
    assert environment.redis_urls(tmp_path) == ("rediss://cache.example/1", "rediss://cache.example/1")
    monkeypatch.setenv("REDIS_URL", "unix:///run/valkey.sock?db=3")
    assert environment.redis_urls(tmp_path)[0] == "redis+socket:///run/valkey.sock?virtual_host=3"
    monkeypatch.setenv("REDIS_URL", "rediss://cache.example/1")
    monkeypatch.setenv("CELERY_BROKER_URL", "rediss://broker.example/0")
    assert environment.redis_urls(tmp_path) == ("rediss://broker.example/0", "rediss://cache.example/1")


@pytest.mark.parametrize(("read", "name"), [(environment.secret_key, "secret_key"), (sealing_key, "sealing_key")])
def test_a_secret_is_made_once_however_many_ask(read: Callable[[Path], object], name: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as many:
        keys = set(many.map(read, [tmp_path] * 32))
    assert keys == {read(tmp_path)}
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_given_secret_is_not_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EQP_SECRET_KEY", "from the vault")
    monkeypatch.setenv("EQP_SEALING_KEY", "0F" * 32)
    assert environment.secret_key(tmp_path) == "from the vault"
    assert sealing_key(tmp_path) == bytes([15] * 32)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", ["0f" * 31, "0f" * 33, "xy" * 32, "from the vault"])
def test_a_key_that_cannot_be_used_is_told_without_a_word_of_it(
    given: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sealing_key").write_text(given)
    for said in (f"{tmp_path / 'sealing_key'} is not understood", "EQP_SEALING_KEY is not understood: it takes 64 hex"):
        for read in (sealing_key, environment.check_given):
            with pytest.raises(environment.SettingError, match=re.escape(said)) as told:
                read(tmp_path)
            assert given not in str(told.value)
        monkeypatch.setenv("EQP_SEALING_KEY", given)


def test_files_lie_in_the_home_closed_to_others_unless_a_storage_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert environment.storage(tmp_path) == {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": tmp_path / "files",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
    monkeypatch.setenv("EQP_STORAGE_BACKEND", "storages.backends.s3.S3Storage")
    monkeypatch.setenv("EQP_STORAGE_OPTIONS", '{"bucket_name": "plan"}')
    assert environment.storage(tmp_path) == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": "plan"},
    }


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("BACKEND", "storages.No", "EQP_STORAGE_BACKEND=storages.No names no class that is installed here"),
        ("BACKEND", "S3.", "EQP_STORAGE_BACKEND=S3. names no class"),
        ("OPTIONS", "[1]", "EQP_STORAGE_OPTIONS is not understood"),
        ("OPTIONS", "{", "EQP_STORAGE_OPTIONS is no JSON"),
    ],
)
def test_a_storage_that_cannot_be_used_is_told_before_a_file_comes(
    name: str, given: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EQP_STORAGE_BACKEND", "django.core.files.storage.InMemoryStorage")
    environment.check_given(tmp_path)
    monkeypatch.setenv(f"EQP_STORAGE_{name}", given)
    with pytest.raises(environment.SettingError, match=re.escape(said)):
        environment.check_given(tmp_path)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_opened_on_every_interface_it_answers_to_this_machine_and_to_names_that_were_given(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    Address = namedtuple("Address", "family address")
    home = [Address(socket.AF_INET, "192.0.2.7"), Address(socket.AF_INET6, "fe80::7%en0"), Address(-1, "02:00:00:00")]
    interfaces = {"lo": [Address(socket.AF_INET, "127.0.0.1")], "en0": home}
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: interfaces)
    monkeypatch.setattr(socket, "gethostname", lambda: "here")
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("EQP_ALLOWED_HOSTS", "plan.example")
    own = ["localhost", "127.0.0.1", "[::1]", "here", "192.0.2.7", "[fe80::7]"]
    assert environment.allowed_hosts() == [*own, "plan.example"]


def test_the_largest_file_is_a_whole_number_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.count("EQP_UPLOAD_BYTES", 7) == 7
    monkeypatch.setenv("EQP_UPLOAD_BYTES", "2000000")
    assert environment.count("EQP_UPLOAD_BYTES", 7) == 2_000_000
    for given in ("0", "100 MB", "-1", "1.5"):
        monkeypatch.setenv("EQP_UPLOAD_BYTES", given)
        with pytest.raises(ValueError, match="a whole number from 1"):
            environment.count("EQP_UPLOAD_BYTES", 7)


def test_settings_read_it_and_make_no_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EQP_UPLOAD_BYTES", "12345")
    monkeypatch.setenv("EQP_SECRET_KEY", "from the vault")
    for key in environment.KEYS:
        monkeypatch.setenv(key, "0f" * 32)
    monkeypatch.setenv("EQP_HOME", str(tmp_path / "home"))
    read = "from equityplan import settings; print(settings.EQP_UPLOAD_BYTES)"
    asked = subprocess.run([sys.executable, "-c", read], cwd=CHECKOUT, capture_output=True, text=True)
    assert (asked.stdout, list(tmp_path.iterdir())) == ("12345\n", []), asked.stderr


def test_the_address_that_a_packet_would_leave_from_is_among_this_machines_own() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(("127.0.0.1", 9))  # sends nothing
        assert line.getsockname()[0] in environment.own_addresses()


def test_names_that_were_given_are_the_only_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQP_ALLOWED_HOSTS", "plan.example, www.plan.example")
    assert environment.allowed_hosts() == ["plan.example", "www.plan.example"]


def test_by_default_it_answers_to_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    own = ["localhost", "127.0.0.1", "[::1]", socket.gethostname()]
    assert environment.allowed_hosts() == own
    monkeypatch.setenv("HOST", "fd00::5")
    assert environment.allowed_hosts() == [*own, "[fd00::5]"]


@pytest.mark.django_db
def test_a_name_that_is_not_ours_gets_no_page_and_no_mail(client: Client, settings: Any) -> None:
    make_person("Ann Somebody", password="correct horse battery")
    settings.ALLOWED_HOSTS = environment.allowed_hosts()
    asked = {"email": "ann.somebody@example.org"}
    answers = [
        client.post("/accounts/password/reset/", asked, headers={"Host": name}).status_code
        for name in ("evil.example", "testserver", "localhost")
    ]
    assert (answers, len(mail.outbox)) == ([400, 400, 302], 1)


def test_links_of_commands_lead_where_the_page_is_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert environment.site(tmp_path) == "http://127.0.0.1:8000"
    (tmp_path / programs.ADDRESS).write_text("http://127.0.0.1:8001")
    assert environment.site(tmp_path) == "http://127.0.0.1:8001"
    monkeypatch.setenv("PORT", "8002")
    assert environment.site(tmp_path) == "http://127.0.0.1:8002"
    monkeypatch.setenv("EQP_SITE", "https://plan.example.gov/")
    assert environment.site(tmp_path) == "https://plan.example.gov"


def test_the_state_is_one_of_those_with_two_letters(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert environment.state() == "MA"
    monkeypatch.setenv("EQP_STATE", "NH")
    environment.check_given(tmp_path)
    assert environment.state() == "NH"
    for given in ("Massachusetts", "XX", "ma"):
        monkeypatch.setenv("EQP_STATE", given)
        with pytest.raises(environment.SettingError, match=f"EQP_STATE={given} is not understood: it takes the two"):
            environment.check_given(tmp_path)
