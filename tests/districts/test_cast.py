"""The standing cast itself: if it is not what it says, no test that uses it means anything."""

from districts.models import Membership, School
from districts.wall import in_district, in_state
from tests.districts.cast import Cast, has_mfa


def test_each_district_sees_its_own_schools_and_people_only(cast: Cast) -> None:
    for tenant in (cast.north, cast.south):
        with in_district(tenant.id):
            assert list(School.objects.order_by("org_code")) == tenant.schools
            assert set(Membership.objects.all()) == set(tenant.members.values())


def test_the_state_sees_all_schools(cast: Cast) -> None:
    with in_state(cast.agency.id):
        assert set(School.objects.all()) == {*cast.north.schools, *cast.south.schools}


def test_administrators_and_the_analyst_have_a_second_factor_and_nobody_else(cast: Cast) -> None:
    with_factor = {(t.org_code, role) for t in cast.tenants for role, person in t.people.items() if has_mfa(person)}
    assert with_factor == {
        ("00000000", "district_admin"),
        ("00000000", "ese_analyst"),
        ("00100000", "district_admin"),
        ("00200000", "district_admin"),
    }
