"""The test database: migrated once a run as owner, then copied for each process; tests run as the app's own login."""

from __future__ import annotations

import os

from django.core.management import call_command
from django.db import connections
from psycopg import sql

TEMPLATE_LOCK = 726_001  # any number; the processes of one run agree on it


def template_name() -> str:
    return f"test_eqp_{os.environ['EQP_TEST_RUN']}"


def database_name() -> str:
    return f"{template_name()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def point_to(name: str) -> None:
    """All logins use this database from now on."""
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name


def administer(*statements: sql.Composed) -> None:
    """Run statements as owner in the database that the address names, outside any transaction."""
    here = connections["owner"].settings_dict["NAME"]
    point_to(home_database())
    try:
        with connections["owner"].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        point_to(here)


_home_database: list[str] = []


def home_database() -> str:
    if not _home_database:
        _home_database.append(connections["owner"].settings_dict["NAME"])
    return _home_database[0]


def make_template() -> None:
    """Make and migrate the template unless another process of this run did. Waits for the one that is at it."""
    point_to(home_database())
    with connections["owner"].cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        cursor.execute("select 1 from pg_database where datname = %s", [template_name()])
        made = cursor.fetchone() is not None
    if made:
        connections["owner"].close()  # gives the lock back
        return
    lock_holder = connections["owner"].copy()
    lock_holder.connection, connections["owner"].connection = connections["owner"].connection, None
    half = f"{template_name()}_half"
    with lock_holder.cursor() as cursor:
        cursor.execute(sql.SQL("create database {} template template0").format(sql.Identifier(half)))
    point_to(half)
    call_command("migrate", verbosity=0, interactive=False)
    point_to(home_database())
    with lock_holder.cursor() as cursor:
        rename = sql.SQL("alter database {} rename to {}")
        cursor.execute(rename.format(sql.Identifier(half), sql.Identifier(template_name())))
    lock_holder.close()


def fresh_copy() -> None:
    """This process's own database, as the migrations left it."""
    name, template = sql.Identifier(database_name()), sql.Identifier(template_name())
    administer(
        sql.SQL("drop database if exists {} with (force)").format(name),
        sql.SQL("create database {} template {}").format(name, template),
    )
    point_to(database_name())


def drop_copy() -> None:
    administer(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database_name())))
