"""With a scope's filter, a guard or a view's check removed, the checks of the code must find it."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.http import HttpResponse

from districts import middleware
from districts.access import Access, declared_access
from districts.roles import ROLES
from districts.wall import TenantManager, TenantQuerySet
from monitoring.api.serializers import uploads
from monitoring.intake.queries import uploads as queries
from tests.architecture import answers
from tests.architecture.address_faults import World
from tests.architecture.addresses import Address, declaration_faults, our_addresses
from tests.architecture.orm_faults import doors_that_open, filter_faults, public_methods, tenant_models

MEMBERS = [address for address in our_addresses() if address.access and address.access.kind == "member"]


def address_named(name: str) -> Address:
    return next(address for address in our_addresses() if address.name == name)


def test_without_the_managers_filter_the_orm_check_finds_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    school = next(model for model in tenant_models() if model._meta.label == "districts.School")
    assert filter_faults(school, world.cast) == []
    monkeypatch.setattr(TenantManager, "get_queryset", models.Manager.from_queryset(TenantQuerySet).get_queryset)
    assert filter_faults(school, world.cast) != []


def test_without_the_guard_of_one_method_the_orm_check_finds_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unguarded("exists", monkeypatch) == ["districts.School.exists"]


def test_without_the_declaration_of_one_view_both_checks_find_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_named("people")
    assert (undeclared_addresses(), world.faults(address)) == ([], [])
    declare(address, None, monkeypatch)
    assert undeclared_addresses() == [
        f"{address}: its view does not say who may see it; put @needs(…) of districts.access on it"
    ]
    assert "GET /d/00100000/people/ as own district_admin: forbidden (403), not done or not allowed" in world.faults(
        address
    )


def test_with_one_view_opened_to_all_both_checks_find_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_named("audit")
    assert (undeclared_addresses(), world.faults(address)) == ([], [])
    declare(address, Access("open"), monkeypatch)
    assert undeclared_addresses() != []
    assert "GET /d/00100000/audit/ as own school_leader: done (200), not forbidden" in world.faults(address)


def test_with_a_weaker_right_declared_the_address_check_finds_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The declaration is a good one, only not the right one: nothing but the list of answers can tell."""
    address = address_named("people")
    assert world.faults(address) == []
    declare(address, Access("member", (("*", "school.view"),)), monkeypatch)
    assert undeclared_addresses() == []
    assert [fault for fault in world.faults(address) if fault.startswith("GET")] == [
        f"GET /d/00100000/people/ as own {role}: done (200), not forbidden"
        for role in ("district_steward", "certifier", "equity_lead", "school_leader")
    ]


def test_an_address_that_nobody_thought_of_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(answers.ANSWERS, "people")
    (fault,) = world.faults(address_named("people"))
    assert fault.splitlines() == [
        "/d/<str:org_code>/people/: not in tests/architecture/answers.py. Add a line, with `seen` for those to whom it"
        " is open:",
        "people                         login  denied denied denied denied denied hidden hidden hidden hidden",
    ]


def test_a_complaint_about_what_nobody_sent_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_named("plan")
    assert world.faults(address) == []
    monkeypatch.setattr("tests.architecture.address_faults.ask", lambda actor, method, path: HttpResponse(status=400))
    assert "GET /plan/ as anyone: complaint (400), not done or not allowed" in world.faults(address)


def test_an_answer_that_caches_may_keep_for_others_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_named("api-values")
    assert world.faults(address) == []
    monkeypatch.setattr(address.view.cls, "is_public", True)  # type: ignore[attr-defined]
    assert "GET /api/v1/values/ as own certifier: caches may keep it for others" in world.faults(address)


def test_without_the_check_of_rights_the_address_check_finds_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_named("people")
    assert world.faults(address) == []
    monkeypatch.setattr(middleware, "check_access", lambda access, request: None)
    assert "GET /d/00100000/people/ as own certifier: done (200), not forbidden" in world.faults(address)


def test_without_the_check_of_membership_the_address_check_finds_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, bob = address_named("people"), world.cast.south.member("district_admin")
    bob.district = world.cast.south.district
    monkeypatch.setattr(middleware, "membership_for_page", lambda request: bob)
    found = world.faults(address)
    assert "GET /d/00200000/people/ as own district_admin: done (200), not not found" in found
    assert "GET /d/00100000/people/ as own district_admin: tells of another district: 'Bob Admin'" in found


def test_without_the_rule_of_whose_an_upload_is_the_address_check_finds_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page and the API find an upload by the same query. Opened to the agency, both are noticed; what the checks
    found stays behind the database's own wall.
    """
    page, api = address_named("state-upload"), address_named("api-upload-findings")
    assert (world.faults(page), world.faults(api)) == ([], [])
    monkeypatch.setattr(queries, "uploads_for_district_page", lambda district_id: queries.uploads_for_state_page())
    for address in (page, api):
        asked_by_the_agency = [fault for fault in world.faults(address) if "as agency ese_analyst" in fault]
        assert len([fault for fault in asked_by_the_agency if "done (200), not not allowed or not found" in fault]) == 2
        assert [fault for fault in asked_by_the_agency if "'cell of 00100000'" in fault] == []
        told = [fault for fault in asked_by_the_agency if "'Sender of 00100000'" in fault]
        assert (told != []) == (address is page)


def test_without_the_rule_of_what_the_agency_reads_of_an_upload_the_address_check_finds_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address_named("api-uploads")
    assert world.faults(address) == []
    monkeypatch.setattr(uploads, "OPEN_TO_THE_STATE", {*uploads.OPEN_TO_THE_STATE, "sent_by"})
    assert (
        "GET /api/v1/uploads/ as agency ese_analyst: tells of another district: 'Sender of 00200000'"
        in world.faults(address)
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", public_methods())
def test_without_the_guard_of_any_one_method_the_orm_check_finds_it(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"districts.School.{name}" in unguarded(name, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("address", MEMBERS, ids=lambda address: address.name)
def test_with_any_one_views_declaration_removed_or_exchanged_the_address_check_finds_it(
    world: World, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    for method, access in exchanged(address):
        declare(address, access, monkeypatch)
        assert world.faults(address, (method,)) != [], access


@pytest.mark.slow
@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_without_any_one_models_manager_the_orm_check_finds_it(
    world: World, model: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        type(model._default_manager), "get_queryset", models.Manager.from_queryset(TenantQuerySet).get_queryset
    )
    assert filter_faults(model, world.cast) != []


def undeclared_addresses() -> list[str]:
    return [fault for address in our_addresses() for fault in declaration_faults(address)]


def declare(address: Address, access: Access | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a view declare something else, or nothing: on itself, and on the class behind it."""
    for holder in (address.view, getattr(address.view, "view_class", None), getattr(address.view, "cls", None)):
        if holder is not None and (access or declared_access(holder)):
            monkeypatch.setattr(holder, "access", access, raising=False)
    assert declared_access(address.view) == access


def exchanged(address: Address) -> Iterator[tuple[str, Access | None]]:
    """A method, and what its view might declare in place of what it does: nothing, what every role may, what hardly any
    may; left out where it would let the same people in.
    """
    assert address.access is not None
    declared = dict(address.access.permissions)
    yield "GET", None
    for word, permission in declared.items():
        for other in ("tokens.manage", "audit.view"):
            if let_in(address, other) != let_in(address, permission):
                yield word.replace("*", "GET"), Access("member", tuple((declared | {word: other}).items()))


def let_in(address: Address, permission: str) -> set[str]:
    """The roles that an address with this permission lets in. The state's addresses ask for one of their own too."""
    wanted = {permission, "state.view"} if address.realm == "state" else {permission}
    return {role.id for role in ROLES.values() if role.enforced and wanted <= role.permissions}


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
