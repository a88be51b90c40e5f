"""A database and a folder of files that exist for one measurement, on the server that is there anyway."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from django.utils.module_loading import import_string
from psycopg import sql


@contextmanager
def empty_installation() -> Iterator[tuple[str, str]]:
    """While open, every login uses a fresh database with all that is shipped, and files go to a folder of their own.
    Both names.
    """
    home, name = connections["owner"].settings_dict["NAME"], f"bench_{os.getpid()}"
    _administer(home, "create database {} template template0", name)
    try:
        point_to(name)
        call_command("migrate", verbosity=0, interactive=False)
        for shipped in settings.EQP_SHIPPED:
            import_string(shipped)()
        with tempfile.TemporaryDirectory(prefix="eqp-bench-") as folder, override_settings(STORAGES=local(folder)):
            yield name, folder
    finally:
        point_to(home)
        _administer(home, "drop database if exists {}", name)


def analyze() -> None:
    """What PostgreSQL does by itself within a minute after many rows came in: look at them, to plan by."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")


def local(folder: str) -> dict[str, object]:
    """The setting STORAGES with files in this folder."""
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return {**settings.STORAGES, "default": local}


def point_to(name: str) -> None:
    """Have every login use this database."""
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name


def _administer(home: str, statement: str, name: str) -> None:
    point_to(home)
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
    connections["owner"].close()
