"""Two questions a supervisor asks: is the process up, and can it do its work? Answered in seconds, also where a server
takes a connection and then says nothing.
"""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from equityplan.celery import app

PATIENCE = 2  # seconds

_known_migrated: list[bool] = []


def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up. Touches nothing else, so a slow database never gets a healthy web process killed."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker and cache answer, and every migration is applied."""
    found = {"database": _database(), "migrations": False, "broker": _broker(), "cache": _cache()}
    if found["database"]:
        found["migrations"] = _migrated()
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Exception:  # whatever is wrong, the answer is no
        return False
    return True


def _migrated() -> bool:
    """Asked until it is so: with the code that runs, it stays so."""
    if not _known_migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _known_migrated.append(True)
    return True


def _broker() -> bool:
    """The one that tasks are sent to, on a connection of its own; it may be another server than the cache."""
    limits = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    try:
        with app.connection_for_write(connect_timeout=PATIENCE, transport_options=limits) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=PATIENCE)
    except Exception:
        return False
    return True


def _cache() -> bool:
    try:
        cache.set("readyz", 1, 10)
    except Exception:
        return False
    return True
