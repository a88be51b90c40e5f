"""Members with tokens, and figures of districts that must not see each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.api.calling import by_token
from tests.districts.cast import Cast, build_cast
from tests.results.reports_of_experiences import store_reports
from tests.web.stored_state import store_results


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The standing cast, with values, gaps and reports on experiences: made once a module, in a transaction undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        store_results(cast)
        store_reports(cast)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def world(made_once: Cast) -> Iterator[Cast]:
    """The same for each test: what it writes is undone."""
    with transaction.atomic():
        yield made_once
        transaction.set_rollback(True)


@pytest.fixture
def alice(world: Cast) -> Client:
    """Northfield's administrator."""
    return by_token(world.north.member("district_admin"))


@pytest.fixture
def carol(world: Cast) -> Client:
    """Northfield's data steward."""
    return by_token(world.north.member("district_steward"))


@pytest.fixture
def lena(world: Cast) -> Client:
    """Leads the first of Northfield's schools."""
    return by_token(world.north.member("school_leader"))


@pytest.fixture
def grace(world: Cast) -> Client:
    """Southport's data steward."""
    return by_token(world.south.member("district_steward"))


@pytest.fixture
def erin(world: Cast) -> Client:
    """The agency's analyst."""
    return by_token(world.agency.member("ese_analyst"))
