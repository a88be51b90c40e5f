"""With a policy, a grant or row-level security removed, the checks of tables must find it, or they prove nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connections

from tests.architecture.audience_faults import audience_models, database_faults
from tests.architecture.catalog import Policy, read_tables
from tests.architecture.row_faults import row_faults
from tests.architecture.table_faults import faults_of
from tests.architecture.table_matrix import TABLES, Protected, Shared
from tests.districts.cast import Cast, build_cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

PROTECTED = [name for name, expected in TABLES.items() if isinstance(expected, Protected)]


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


@contextmanager
def without_policy(table: str, name: str) -> Iterator[None]:
    """Drop a policy, and make it again from what the catalog said of it."""
    policy = next(policy for policy in read_tables()[table].policies if policy.name == name)
    kind, command = policy.command.split()
    using = f" USING ({policy.using})" if policy.using else ""
    check = f" WITH CHECK ({policy.check})" if policy.check else ""
    again = f"CREATE POLICY {name} ON {table} AS {kind} FOR {command} TO {', '.join(policy.roles)}{using}{check}"
    with as_owner(do=f"DROP POLICY {name} ON {table}", undo=again):
        assert name not in [left.name for left in read_tables()[table].policies]
        yield


def serves(policy: Policy, table: str) -> bool:
    """Whether any role of the policy may do at all what it is for. The bare login's doors open only for the person or
    token that they are for, so that their rows show nothing here (test_rows.py).
    """
    command = policy.command.split()[1].lower()
    held = {word for role in policy.roles for word in TABLES[table].grants.get(role, "").split()}
    return policy.roles != ("eqp_app",) and (bool(held) if command == "all" else command in held)


def behaves(table: str, cast: Cast) -> list[str]:
    try:
        return row_faults(table, cast.north.id, cast.south.id, cast.agency.id)
    except ProgrammingError as refusal:
        return [f"{table}: not even the worker can add the rows to try: {refusal}"]


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


@pytest.mark.parametrize(("table", "policy"), [("districts_invitation", "eqp_district"), ("intake_upload", "eqp_job")])
def test_with_one_policy_removed_both_checks_find_it(table: str, policy: str) -> None:
    cast = build_cast()
    assert (behaves(table, cast), catalog_complains(table)) == ([], False)
    with without_policy(table, policy):
        assert catalog_complains(table)
        assert behaves(table, cast) != []
    assert (behaves(table, cast), catalog_complains(table)) == ([], False)


@pytest.mark.parametrize("table", [model._meta.db_table for model in audience_models()])
def test_with_rows_for_the_agencys_eyes_opened_both_checks_find_it(table: str) -> None:
    cast = build_cast()
    off, on = f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    opened = f"CREATE POLICY open ON {table} TO eqp_district USING (true)"
    told = f"{table}: district sees rows for ['agency', 'districts', 'everybody']"
    for do, undo in ((off, on), (opened, f"DROP POLICY open ON {table}")):
        assert (database_faults(table, cast), catalog_complains(table)) == ([], False)
        with as_owner(do=do, undo=undo):
            assert told in database_faults(table, cast)
            assert catalog_complains(table)


@pytest.mark.parametrize("table", [model._meta.db_table for model in audience_models()])
def test_with_one_policy_of_rows_for_audiences_removed_both_checks_find_it(table: str) -> None:
    cast = build_cast()
    for policy in read_tables()[table].policies:
        with without_policy(table, policy.name):
            assert catalog_complains(table)
            if policy.name != "eqp_worker":  # without it there is nobody to add the rows to try
                assert database_faults(table, cast) != []
            else:
                with pytest.raises(ProgrammingError):
                    database_faults(table, cast)
    assert (database_faults(table, cast), catalog_complains(table)) == ([], False)


def _is_the_states(table: Protected | Shared) -> bool:
    return isinstance(table, Protected) and table.open_to_state is True


@pytest.mark.slow
@pytest.mark.parametrize("table", PROTECTED)
def test_with_any_one_policy_removed_both_checks_find_it(table: str) -> None:
    """Rows can only show a policy's absence where its role holds a privilege that the policy serves."""
    cast, unnoticed = build_cast(), []
    for policy in read_tables()[table].policies:
        with without_policy(table, policy.name):
            unnoticed += [] if catalog_complains(table) else [f"{policy.name}: the catalog"]
            unnoticed += [] if behaves(table, cast) or not serves(policy, table) else [f"{policy.name}: the rows"]
    assert (unnoticed, behaves(table, cast), catalog_complains(table)) == ([], [], False)


@pytest.mark.slow
@pytest.mark.parametrize("table", PROTECTED)
def test_with_any_tables_row_security_off_or_opened_its_rows_show_it(table: str) -> None:
    """Of a table that no people's role may read, or the state alone and all of it, a policy opens nothing to anybody; a
    job would see others' rows.
    """
    cast, one = build_cast(), TABLES[table]
    is_anybodys = "eqp_district" in one.grants or ("eqp_state" in one.grants and not _is_the_states(one))
    assert behaves(table, cast) == []
    off, on = f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    opened = f"CREATE POLICY open ON {table} TO eqp_district, eqp_state USING (true) WITH CHECK (true)"
    for do, undo, is_shown in ((off, on, True), (opened, f"DROP POLICY open ON {table}", is_anybodys)):
        with as_owner(do=do, undo=undo):
            assert bool(behaves(table, cast)) == is_shown
            assert catalog_complains(table)
