"""Tests run as the login that the web process uses, and it owns nothing."""

import pytest
from django.db import connection, connections


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
