"""With a policy, a grant or row-level security removed, the checks of tables must find it, or they prove nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections

from tests.architecture.catalog import read_tables
from tests.architecture.row_faults import row_faults
from tests.architecture.table_faults import faults_of
from tests.architecture.table_matrix import TABLES, Protected, expected_policies
from tests.districts.cast import Cast, build_cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

PROTECTED = [name for name, expected in TABLES.items() if isinstance(expected, Protected)]
POLICIES = [
    (table, policy.name)
    for table, expected in TABLES.items()
    if isinstance(expected, Protected)
    for policy in expected_policies(expected)
]


@contextmanager
def as_owner(*, do: str, undo: str) -> Iterator[None]:
    """Change the database as its owner, committed, and change it back."""
    _execute(do)
    try:
        yield
    finally:
        _execute(undo)


def _execute(statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statements)


def behaves(table: str, cast: Cast) -> list[str]:
    return row_faults(table, cast.north.id, cast.south.id, cast.agency.id)


def catalog_complains(table: str) -> bool:
    return faults_of(read_tables()[table]) != []


def test_with_row_security_switched_off_both_checks_find_it() -> None:
    cast, table = build_cast(), "districts_invitation"
    assert (behaves(table, cast), catalog_complains(table)) == ([], False)
    off, on = f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    with as_owner(do=off, undo=on):
        assert f"{table}: district select on a row of tenant {cast.south.id}: 1, not (0,)" in behaves(table, cast)
        assert catalog_complains(table)


def test_with_a_policy_that_lets_everything_through_both_checks_find_it() -> None:
    cast, table = build_cast(), "districts_membership"
    with as_owner(
        do=f"CREATE POLICY open ON {table} TO eqp_district USING (true)", undo=f"DROP POLICY open ON {table}"
    ):
        assert f"{table}: district select on a row of tenant {cast.south.id}: 1, not (0,)" in behaves(table, cast)
        assert catalog_complains(table)


def test_with_one_grant_too_many_both_checks_find_it() -> None:
    cast, table = build_cast(), "districts_school"
    with as_owner(do=f"GRANT DELETE ON {table} TO eqp_district", undo=f"REVOKE DELETE ON {table} FROM eqp_district"):
        assert f"{table}: district delete on a row of tenant {cast.north.id}: 1, not ('refused',)" in behaves(
            table, cast
        )
        assert catalog_complains(table)


def test_a_table_that_nobody_thought_of_is_found() -> None:
    with as_owner(do="CREATE TABLE forgotten (id int, district_id int)", undo="DROP TABLE forgotten"):
        assert "not in tests/architecture/table_matrix.py" in faults_of(read_tables()["forgotten"])[0]


@pytest.mark.slow
def test_with_any_one_policy_removed_the_catalogs_check_finds_it() -> None:
    unnoticed = []
    for table, policy in POLICIES:
        renamed = f"ALTER POLICY {policy} ON {table} RENAME TO removed"
        with as_owner(do=renamed, undo=f"ALTER POLICY removed ON {table} RENAME TO {policy}"):
            unnoticed += [] if catalog_complains(table) else [(table, policy)]
    assert unnoticed == []


@pytest.mark.slow
@pytest.mark.parametrize("table", PROTECTED)
def test_with_any_tables_row_security_off_or_opened_its_rows_show_it(table: str) -> None:
    cast = build_cast()
    assert behaves(table, cast) == []
    off, on = f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    opened = f"CREATE POLICY open ON {table} TO eqp_district, eqp_state USING (true) WITH CHECK (true)"
    for do, undo in ((off, on), (opened, f"DROP POLICY open ON {table}")):
        with as_owner(do=do, undo=undo):
            assert behaves(table, cast) != []
            assert catalog_complains(table)
