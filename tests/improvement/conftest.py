"""Who opens the pages of this room."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.districts.cast import Cast


@pytest.fixture
def lead(cast: Cast, client: Client) -> Client:
    client.force_login(cast.north.person("equity_lead"))
    return client


@pytest.fixture
def owner(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.agency.person("program_owner"))
    return client
