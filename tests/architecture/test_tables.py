"""Every table × database role × privilege, enumerated from the catalog."""

import pytest

from tests.architecture.catalog import read, read_tables
from tests.architecture.table_faults import faults_of
from tests.architecture.table_matrix import TABLES

pytestmark = pytest.mark.django_db

LOGINS = {"eqp_owner", "eqp_app", "eqp_public"}
GROUPS = {"eqp_district", "eqp_state", "eqp_job", "eqp_worker"}


def test_every_table_allows_each_role_what_the_matrix_says_and_no_more() -> None:
    faults = [fault for table in read_tables().values() for fault in faults_of(table)]
    assert faults == [], "\n".join(faults)


def test_the_matrix_names_no_table_that_is_gone() -> None:
    assert sorted(TABLES.keys() - read_tables().keys()) == []


def test_the_roles_are_no_superusers_and_do_not_pass_by_row_security() -> None:
    rows = read(
        "SELECT rolname, rolcanlogin, rolinherit, rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication"
        " FROM pg_roles WHERE rolname LIKE 'eqp\\_%%'"
    )
    assert {row[0]: row[1:] for row in rows} == {
        "eqp_owner": (True, True, False),
        "eqp_app": (True, False, False),
        "eqp_public": (True, False, False),
        "eqp_district": (False, True, False),
        "eqp_state": (False, True, False),
        "eqp_job": (False, True, False),
        "eqp_worker": (False, True, False),
    }


def test_only_the_app_login_takes_on_the_group_roles_and_inherits_none() -> None:
    rows = read(
        "SELECT m.member::regrole::text, m.roleid::regrole::text, m.inherit_option, m.set_option, m.admin_option"
        " FROM pg_auth_members m"
        " WHERE m.member::regrole::text LIKE 'eqp\\_%%' OR m.roleid::regrole::text LIKE 'eqp\\_%%'"
    )
    assert sorted(rows) == [("eqp_app", group, False, True, False) for group in sorted(GROUPS)]


def test_the_tests_run_as_the_app_login() -> None:
    assert read("SELECT session_user::text, current_user::text") == [("eqp_app", "eqp_app")]


def test_nobody_but_the_owner_makes_tables_and_nothing_runs_with_its_makers_rights() -> None:
    makers = read(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'eqp\\_%%' AND rolname <> 'eqp_owner'"
        " AND has_schema_privilege(oid, 'public', 'create')"
    )
    definers = read("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
    schemas = read("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'")
    assert (makers, definers, schemas) == ([], [], [("public",)])


def test_only_the_pipelines_role_makes_temporary_tables() -> None:
    makers = read(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'eqp\\_%%' AND rolname <> 'eqp_owner'"
        " AND has_database_privilege(oid, current_database(), 'temporary')"
    )
    assert makers == [("eqp_worker",)]


def test_sequences_are_used_only_through_their_identity_columns() -> None:
    rows = read(
        "SELECT c.relname, r.rolname FROM pg_class c CROSS JOIN pg_roles r WHERE c.relkind = 'S'"
        " AND r.rolname LIKE 'eqp\\_%%' AND r.rolname <> 'eqp_owner' AND has_sequence_privilege(r.oid, c.oid, 'usage')"
    )
    assert rows == []


def test_only_known_extensions_are_installed() -> None:
    known = {"plpgsql", "btree_gist", "pg_trgm", "unaccent", "citext", "pg_stat_statements"}
    assert {name for (name,) in read("SELECT extname FROM pg_extension")} - known == set()
