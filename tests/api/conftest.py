"""Members with tokens, and figures of two districts that must not see each other."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.api.calling import by_token
from tests.districts.cast import Cast
from tests.web.stored_state import store_results


@pytest.fixture
def figures(cast: Cast) -> Cast:
    """The standing cast, with values and gaps of four years."""
    store_results(cast)
    return cast


@pytest.fixture
def alice(cast: Cast) -> Client:
    """Northfield's administrator."""
    return by_token(cast.north.member("district_admin"))


@pytest.fixture
def carol(cast: Cast) -> Client:
    """Northfield's data steward."""
    return by_token(cast.north.member("district_steward"))


@pytest.fixture
def lena(cast: Cast) -> Client:
    """Leads the first of Northfield's schools."""
    return by_token(cast.north.member("school_leader"))


@pytest.fixture
def erin(cast: Cast) -> Client:
    """The agency's analyst."""
    return by_token(cast.agency.member("ese_analyst"))
