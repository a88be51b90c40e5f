"""Tests and web run as a login that the wall binds; any other login is refused."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from districts.models import Person
from equityplan.checks import check_login
from equityplan.embedded import postgres
from equityplan.embedded.home import CHECKOUT, home_folder

KNOWN_EXTENSIONS = {"plpgsql", "btree_gist", "pg_trgm", "unaccent", "citext", "pg_stat_statements"}


@pytest.mark.django_db
def test_tests_run_as_the_apps_login() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_database()")
        assert cursor.fetchone() == ("eqp_app", connections["owner"].settings_dict["NAME"])


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_test_may_commit_as_owner() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("create table left_over (id int)")


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_a_test_committed_is_gone_in_the_next() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select to_regclass('left_over')")
        assert cursor.fetchone() == (None,)


@pytest.mark.django_db(transaction=True)
def test_a_test_may_commit_as_the_app() -> None:
    Person.objects.create(email="left.over@example.org")


@pytest.mark.django_db
def test_what_the_app_committed_is_gone_in_the_next() -> None:
    assert Person.objects.count() == 0


@pytest.mark.django_db
def test_the_apps_login_passes_the_check() -> None:
    assert check_login("default") == []


@pytest.mark.django_db(databases=["default", "public"])
def test_the_public_sites_login_passes_the_check() -> None:
    assert check_login("public") == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_login_that_owns_tables_is_refused() -> None:
    assert [problem.msg for problem in check_login("owner")] == [
        "owner: the login eqp_owner inherits what its roles may do (it must be NOINHERIT).",
        "owner: the login eqp_owner owns tables or a database.",
    ]


@pytest.fixture
def superuser_url() -> str:
    if os.environ.get("DATABASE_URL"):
        pytest.skip("the given server's superuser is not ours to use")
    return postgres.database_url(home_folder(), "postgres")


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_PUBLIC_URL"])
def test_the_web_process_refuses_to_start_as_a_superuser(superuser_url: str, name: str) -> None:
    started = subprocess.run(
        [sys.executable, "-c", "import equityplan.wsgi"],
        cwd=CHECKOUT,
        env={**os.environ, name: superuser_url},
        capture_output=True,
        text=True,
    )
    assert started.returncode == 1
    assert "the login postgres is a superuser" in started.stderr


@pytest.mark.django_db
def test_only_extensions_that_every_postgresql_has_are_used() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select extname from pg_extension")
        assert {row[0] for row in cursor.fetchall()} - KNOWN_EXTENSIONS == set()


def test_migrations_run_as_the_owner_only() -> None:
    with pytest.raises(CommandError, match="as the owner only"):
        call_command("migrate", database="default")


@pytest.mark.django_db(databases=["default", "owner"])
def test_no_model_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
