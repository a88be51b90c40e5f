"""The standing cast itself: if it is not what it says, no test that uses it means anything."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection, models, transaction

from districts.models import Membership, School
from districts.wall import across_districts, in_district, in_state
from tests.districts import cast_again
from tests.districts.cast import Cast, has_mfa


def test_each_district_sees_its_own_schools_and_people_only(cast: Cast) -> None:
    for tenant in (cast.north, cast.south):
        with in_district(tenant.id):
            assert list(School.objects.order_by("org_code")) == tenant.schools
            assert set(Membership.objects.all()) == set(tenant.members.values())


def test_the_state_sees_all_schools(cast: Cast) -> None:
    with in_state(cast.agency.id):
        assert set(School.objects.all()) == {*cast.north.schools, *cast.south.schools}


def test_administrators_and_the_agencys_people_have_a_second_factor_and_nobody_else(cast: Cast) -> None:
    with_factor = {(t.org_code, role) for t in cast.tenants for role, person in t.people.items() if has_mfa(person)}
    assert with_factor == {
        ("00000000", "district_admin"),
        ("00000000", "ese_analyst"),
        ("00000000", "program_owner"),
        ("00100000", "district_admin"),
        ("00200000", "district_admin"),
    }


@pytest.mark.django_db
def test_from_the_rows_that_it_left_it_is_the_one_that_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast_again, "_left", {})
    built, again = _made(), _made()
    assert again == built
    assert built[1].keys() == {model._meta.db_table for model in (*cast_again.OF_PEOPLE, *cast_again.OF_TENANTS)}


def _made() -> tuple[Cast, dict[str, int], dict[str, Any]]:
    """A cast that is undone; how many rows it left in which tables, and these rows."""
    with transaction.atomic():
        before = _written()
        cast = cast_again.cast_again()
        with across_districts(reason="tests: all that there is"):
            rows = {model.__name__: _rows(model) for model in cast_again.OF_TENANTS}
        rows |= {model.__name__: _rows(model) for model in cast_again.OF_PEOPLE}
        written = dict(_written() - before)
        transaction.set_rollback(True)
        return cast, written, rows


def _written() -> Counter[str]:
    """How many rows this transaction has written, by table."""
    with connection.cursor() as cursor:
        cursor.execute("select relname, n_tup_ins from pg_stat_xact_user_tables where n_tup_ins > 0")
        return Counter(dict(cursor.fetchall()))


def _rows(model: type[models.Model]) -> list[dict[str, Any]]:
    return list(model._base_manager.order_by("pk").values())
