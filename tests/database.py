"""The test database: migrated once a run as owner, then copied for each process; tests run as the app's own login."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils.module_loading import import_string
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, ObjectInUse

ENTER = import_module("equityplan.migrations.0001_database").ENTER
TEMPLATE_LOCK = 726_001  # any number; the processes of one run agree on it
_addressed: list[str] = []


def template_name() -> str:
    return f"test_eqp_{os.environ['EQP_TEST_RUN']}"


def database_name() -> str:
    return f"{template_name()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def addressed_database() -> str:
    """The database that the owner's address names: where databases are made and dropped from."""
    if not _addressed:
        _addressed.append(connections["owner"].settings_dict["NAME"])
    return _addressed[0]


def point_to(name: str) -> None:
    """All logins use this database from now on."""
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name


@contextlib.contextmanager
def administration(name: str = "") -> Iterator[Any]:
    """A connection of the owner beside Django's, which forbids a test what it did not ask for."""
    owner = connections["owner"]
    parameters = owner.get_connection_params() | {"dbname": name or addressed_database()}
    connection = owner.get_new_connection(parameters)
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def make_template() -> None:
    """Make and migrate the template, once a run: other processes wait for the one that is at it."""
    addressed_database()
    name, half = template_name(), f"{template_name()}_half"
    with administration() as owner:
        owner.execute("select pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        if owner.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return
        owner.execute(sql.SQL("create database {} template template0").format(sql.Identifier(half)))
        point_to(half)
        call_command("migrate", verbosity=0, interactive=False)
        for shipped in settings.EQP_SHIPPED:
            import_string(shipped)()
        point_to(addressed_database())
        owner.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(half), sql.Identifier(name)))


def fresh_copy() -> None:
    """This process's own database, as the migrations left it."""
    drop_copy()
    name, template = sql.Identifier(database_name()), sql.Identifier(template_name())
    with administration() as owner:
        owner.execute(sql.SQL("create database {} template {}").format(name, template))
    with administration(database_name()) as owner:
        owner.execute(ENTER)  # a copy takes over what may be done in a database, not who may enter it
    point_to(database_name())


def drop_copy(patience: float = 30.0) -> None:
    """Drop this process's own database. Sessions of the app's login that are just ending are waited for: the owner may
    not end them.
    """
    point_to(addressed_database())
    drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database_name()))
    deadline = time.monotonic() + patience
    with administration() as owner:
        while True:
            try:
                owner.execute(drop)
                return
            except (InsufficientPrivilege, ObjectInUse):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
