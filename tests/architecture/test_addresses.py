"""The wall as people meet it: every address, enumerated from the resolver, for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from tests.architecture.address_faults import ALL_METHODS, DEFAULT_METHODS, Actor, actors, address_faults
from tests.architecture.addresses import Address, all_addresses, declaration_faults, our_addresses
from tests.architecture.agency_sight import AGENCY_SEES, plant
from tests.districts.cast import Cast, build_cast
from tests.web.stored_state import store_results


@dataclass
class World:
    cast: Cast
    by_page: list[Actor]
    by_api: list[Actor]

    def faults(self, address: Address, methods: tuple[str, ...]) -> list[str]:
        return address_faults(address, self.cast, self.by_api if address.realm == "api" else self.by_page, methods)


ADDRESSES = [address for address in our_addresses() if address.name and address.access]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The cast with results in the tables, signed in: made once, since each request leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        store_results(cast)
        plant(cast)
        yield World(cast, by_page=actors(cast, "page"), by_api=actors(cast, "api"))
        transaction.set_rollback(True)


def test_every_view_says_who_may_see_it_and_stands_where_it_may() -> None:
    faults = [fault for address in our_addresses() for fault in declaration_faults(address)]
    assert faults == [], "\n".join(faults)


def test_route_names_are_unique() -> None:
    names = [address.name for address in our_addresses()]
    assert sorted({str(name) for name in names if names.count(name) > 1}) == []


def test_nothing_but_sign_in_and_health_goes_undeclared() -> None:
    others = {str(address).split("/")[1] for address in all_addresses() if address.access is None}
    assert others == {"accounts", "healthz", "readyz"}


def test_the_list_of_what_the_agency_sees_names_no_address_that_is_gone() -> None:
    assert sorted(AGENCY_SEES.keys() - {address.name for address in ADDRESSES}) == []


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_everybody_gets_what_is_theirs_and_nothing_else(world: World, address: Address) -> None:
    faults = world.faults(address, DEFAULT_METHODS)
    assert faults == [], "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_no_method_opens_what_another_keeps_shut(world: World, address: Address) -> None:
    faults = world.faults(address, tuple(method for method in ALL_METHODS if method not in DEFAULT_METHODS))
    assert faults == [], "\n".join(faults)
