"""How often a page asks the database."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def reads(client: Client, path: str) -> int:
    """How often the database is asked for a page, once everything that is kept in memory is there."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)
