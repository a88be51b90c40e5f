import pytest

from districts.models import Membership
from districts.roles import PERMISSIONS, ROLES, Role, Tenants, may, needs_mfa, role_choices

DISTRICT = {"district_admin", "district_steward", "certifier", "equity_lead", "school_leader"}
ENFORCED = DISTRICT | {"ese_analyst", "program_owner", "public"}


def holding(role: str, *, active: bool = True) -> Membership:
    return Membership(role=role, active=active)


def test_every_role_of_the_plan_is_described_and_eight_are_enforced() -> None:
    assert len(ROLES) == 14
    assert {role.id for role in ROLES.values() if role.enforced} == ENFORCED
    assert [role.id for role in ROLES.values() if not (role.sees and role.does and role.never and role.scope)] == []


def test_permissions_are_all_known_and_all_used() -> None:
    used = {permission for role in ROLES.values() for permission in role.permissions}
    assert used == PERMISSIONS.keys()


@pytest.mark.parametrize("role", [role for role in ROLES.values() if not role.enforced], ids=lambda role: role.id)
def test_a_role_that_is_not_enforced_yet_grants_nothing(role: Role) -> None:
    assert [permission for permission in PERMISSIONS if may(holding(role.id), permission)] == []


def test_an_ended_membership_or_none_grants_nothing() -> None:
    assert not may(None, "school.view")
    assert not may(holding("district_admin", active=False), "people.invite")
    assert not may(holding("no such role"), "school.view")


def test_an_unknown_permission_is_a_bug_and_not_a_no() -> None:
    with pytest.raises(ValueError, match="is no permission"):
        may(holding("district_admin"), "people.admire")


def test_certifiers_never_upload_and_stewards_never_invite() -> None:
    assert not may(holding("certifier"), "upload.create")
    assert not may(holding("district_steward"), "people.invite")


def test_only_the_agency_sees_the_state() -> None:
    seers = {role.id for role in ROLES.values() if "state.view" in role.permissions}
    assert {ROLES[seer].tenants for seer in seers} == {Tenants.AGENCY}


def test_analysts_and_administrators_need_a_second_factor() -> None:
    assert {role for role in ENFORCED - {"public"} if needs_mfa(holding(role))} == {
        "ese_analyst",
        "program_owner",
        "district_admin",
    }
    assert needs_mfa(holding("no such role"))


def test_only_enforced_roles_that_fit_the_tenant_are_offered() -> None:
    assert [role for role, _ in role_choices(is_state=False)] == [
        "district_admin",
        "district_steward",
        "certifier",
        "equity_lead",
        "school_leader",
    ]
    assert [role for role, _ in role_choices(is_state=True)] == ["district_admin", "ese_analyst", "program_owner"]
