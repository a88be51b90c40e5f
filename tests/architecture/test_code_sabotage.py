"""With a scope's filter, a guard or a view's check removed, the checks of the code must find it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models, transaction

from districts import middleware
from districts.access import Access, declared_access
from districts.wall import TenantManager, TenantQuerySet
from monitoring.api.serializers import uploads
from monitoring.intake import queries
from tests.architecture.address_faults import DEFAULT_METHODS, actors, address_faults
from tests.architecture.addresses import Address, declaration_faults, our_addresses
from tests.architecture.agency_sight import plant
from tests.architecture.orm_faults import doors_that_open, filter_faults, public_methods, tenant_models
from tests.districts.cast import Cast, build_cast
from tests.web.stored_state import store_results

MEMBERS = [address for address in our_addresses() if address.access and address.access.kind == "member"]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        store_results(cast)
        plant(cast)
        yield cast
        transaction.set_rollback(True)


def address_named(name: str) -> Address:
    return next(address for address in our_addresses() if address.name == name)


def test_without_the_managers_filter_the_orm_check_finds_it(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    school = next(model for model in tenant_models() if model._meta.label == "districts.School")
    assert filter_faults(school, world) == []
    monkeypatch.setattr(TenantManager, "get_queryset", models.Manager.from_queryset(TenantQuerySet).get_queryset)
    assert filter_faults(school, world) != []


def test_without_the_guard_of_one_method_the_orm_check_finds_it(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unguarded("exists", monkeypatch) == ["districts.School.exists"]


def test_without_the_declaration_of_one_view_the_address_check_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert undeclared("people", monkeypatch) != []


def test_with_one_view_opened_to_all_the_address_check_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_named("audit")
    monkeypatch.setattr(address.view, "access", Access("open"))
    assert declaration_faults(address) != []


def test_without_the_check_of_rights_the_address_check_finds_it(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_named("people")
    assert faults(address, world) == []
    monkeypatch.setattr(middleware, "check_access", lambda access, request: None)
    assert "GET /d/00100000/people/ as own certifier: done (200), not forbidden" in faults(address, world)


def test_without_the_check_of_membership_the_address_check_finds_it(
    world: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, bob = address_named("people"), world.south.member("district_admin")
    bob.district = world.south.district
    monkeypatch.setattr(middleware, "membership_for_page", lambda request: bob)
    found = faults(address, world)
    assert "GET /d/00200000/people/ as own district_admin: done (200), not not found" in found
    assert "GET /d/00100000/people/ as own district_admin: tells of another district: 'Bob Admin'" in found


def test_without_the_rule_of_whose_an_upload_is_the_address_check_finds_it(
    world: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page and the API find an upload by the same query. Opened to the agency, both are noticed; what the checks
    found stays behind the database's own wall.
    """
    page, api = address_named("state-upload"), address_named("api-upload-findings")
    assert (faults(page, world), faults(api, world)) == ([], [])
    monkeypatch.setattr(queries, "uploads_for_district_page", lambda district_id: queries.uploads_for_state_page())
    for address in (page, api):
        asked_by_the_agency = [fault for fault in faults(address, world) if "as agency ese_analyst" in fault]
        assert len([fault for fault in asked_by_the_agency if "done (200), not not allowed or not found" in fault]) == 2
        assert [fault for fault in asked_by_the_agency if "'cell of 00100000'" in fault] == []
        told = [fault for fault in asked_by_the_agency if "'Sender of 00100000'" in fault]
        assert (told != []) == (address is page)


def test_without_the_rule_of_what_the_agency_reads_of_an_upload_the_address_check_finds_it(
    world: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address_named("api-uploads")
    assert faults(address, world) == []
    monkeypatch.setattr(uploads, "OPEN_TO_THE_STATE", {*uploads.OPEN_TO_THE_STATE, "sent_by"})
    assert "GET /api/v1/uploads/ as agency ese_analyst: tells of another district: 'Sender of 00200000'" in faults(
        address, world
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", public_methods())
def test_without_the_guard_of_any_one_method_the_orm_check_finds_it(
    world: Cast, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"districts.School.{name}" in unguarded(name, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("address", MEMBERS, ids=lambda address: address.name)
def test_without_any_one_views_declaration_the_address_check_finds_it(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert undeclared(str(address.name), monkeypatch) != []


@pytest.mark.slow
@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_without_any_one_models_manager_the_orm_check_finds_it(
    world: Cast, model: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        type(model._default_manager), "get_queryset", models.Manager.from_queryset(TenantQuerySet).get_queryset
    )
    assert filter_faults(model, world) != []


def faults(address: Address, cast: Cast) -> list[str]:
    return address_faults(address, cast, actors(cast, address.realm), DEFAULT_METHODS)


def undeclared(name: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take the declaration off a view and off the class behind it."""
    address = address_named(name)
    assert declaration_faults(address) == []
    for holder in (address.view, getattr(address.view, "view_class", None), getattr(address.view, "cls", None)):
        if holder is not None and declared_access(holder):
            monkeypatch.setattr(holder, "access", None, raising=False)
    return declaration_faults(address)


def unguarded(name: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put Django's own method back and ask which doors open."""
    school = next(model for model in tenant_models() if model._meta.label == "districts.School")
    assert open_doors(school) == []
    monkeypatch.setattr(TenantQuerySet, name, getattr(models.QuerySet, name))
    if hasattr(models.Manager, name):
        monkeypatch.setattr(TenantManager, name, getattr(models.Manager, name))
    return sorted(set(open_doors(school)))


def open_doors(model: type[models.Model]) -> list[str]:
    return doors_that_open(model._default_manager) + doors_that_open(model._default_manager.none())
