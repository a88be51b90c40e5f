"""Row-level security alone: plain SQL, three tenants' rows, every protected table × role × operation."""

import pytest
from django.db import connection

from districts.wall import as_person, with_token
from tests.architecture.row_faults import row_faults
from tests.architecture.table_matrix import TABLES, Protected
from tests.districts.cast import Cast

PROTECTED = [name for name, expected in TABLES.items() if isinstance(expected, Protected)]


@pytest.mark.parametrize("table", PROTECTED)
def test_no_role_reaches_a_row_that_is_not_its_to_reach(cast: Cast, table: str) -> None:
    assert row_faults(table, cast.north.id, cast.south.id, cast.agency.id) == []


def test_a_person_reads_their_own_memberships_and_nobody_elses(cast: Cast) -> None:
    alice = cast.north.member("district_admin")
    with as_person(alice.person_id), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM districts_membership")
        assert cursor.fetchall() == [(alice.pk,)]


def test_a_token_opens_its_own_row_and_no_other(cast: Cast) -> None:
    with with_token("0" * 64), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM districts_apitoken")
        assert cursor.fetchall() == [(0,)]


def test_outside_every_scope_the_settings_of_an_earlier_one_open_nothing(cast: Cast) -> None:
    with as_person(cast.north.member("certifier").person_id):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM districts_membership")
        assert cursor.fetchall() == [(0,)]
