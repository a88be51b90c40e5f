"""Results that pages show: stored once for the tests of a module, each of which undoes what it does to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.districts.cast import Cast, Tenant, build_cast
from tests.web.stored_state import store_results


@pytest.fixture(scope="module")
def stored(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, Tenant]]:
    """The standing cast, and the third district that comes with the results."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        yield cast, store_results(cast)
        transaction.set_rollback(True)


@pytest.fixture
def cast(stored: tuple[Cast, Tenant]) -> Iterator[Cast]:
    with transaction.atomic():
        yield stored[0]
        transaction.set_rollback(True)


@pytest.fixture
def west(cast: Cast, stored: tuple[Cast, Tenant]) -> Tenant:
    return stored[1]
