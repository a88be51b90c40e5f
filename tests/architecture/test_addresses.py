"""The wall as people meet it: every address, enumerated from the resolver, for everybody."""

import pytest

from tests.architecture.address_faults import ALL_METHODS, World
from tests.architecture.addresses import Address, all_addresses, declaration_faults, our_addresses
from tests.architecture.agency_sight import AGENCY_SEES
from tests.architecture.answers import ANSWERS

ADDRESSES = [address for address in our_addresses() if address.name and address.access]


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


def test_the_list_of_answers_names_no_address_that_is_gone() -> None:
    assert sorted({line.split()[-1] for line in ANSWERS} - {str(address.name) for address in ADDRESSES}) == []


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_everybody_gets_what_is_theirs_and_nothing_else(world: World, address: Address) -> None:
    faults = world.faults_of_every_run(address)
    assert faults == [], "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_no_method_opens_what_another_keeps_shut(world: World, address: Address) -> None:
    others = tuple(method for method in ALL_METHODS if method != "GET" or not world.takes(address, "GET"))
    faults = world.faults(address, others)
    assert faults == [], "\n".join(faults)
