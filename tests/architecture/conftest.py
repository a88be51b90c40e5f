"""Everybody signed in, and something to find in every table: what the checks of addresses and of the code ask with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.architecture.address_faults import World, actors
from tests.architecture.agency_sight import plant
from tests.districts.cast import build_cast
from tests.web.stored_state import store_results


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once a module, in a transaction that is undone, since each request leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        store_results(cast)
        plant(cast)
        yield World(cast, by_page=actors(cast, "page"), by_api=actors(cast, "api"))
        transaction.set_rollback(True)
