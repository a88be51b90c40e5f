"""What PostgreSQL itself says about tables, roles and policies. Nothing here is told by the code under test."""

from dataclasses import dataclass
from typing import Any

from django.db import connections

ROLES = ("eqp_app", "eqp_district", "eqp_state", "eqp_job", "eqp_worker", "eqp_public")
PRIVILEGES = ("select", "insert", "update", "delete", "truncate", "references", "trigger")


@dataclass(frozen=True)
class Policy:
    name: str
    command: str
    roles: tuple[str, ...]
    using: str | None
    check: str | None


@dataclass(frozen=True)
class Table:
    """A table, view or the like as the catalog has it. `grants`: role -> the privileges it holds, in a fixed order."""

    name: str
    kind: str
    owner: str
    grants: dict[str, str]
    has_district: bool
    row_security: bool
    forced: bool
    policies: tuple[Policy, ...]


def read(sql: str, values: tuple[Any, ...] = (), *, login: str = "default") -> list[tuple[Any, ...]]:
    with connections[login].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def read_tables(login: str = "default") -> dict[str, Table]:
    """Every relation that holds rows, in every schema that is ours."""
    rows = read(
        "SELECT c.oid, c.relname, c.relkind, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity,"
        " EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'district_id'"
        " AND NOT a.attisdropped)"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT LIKE 'pg\\_%%'"
        " AND n.nspname <> 'information_schema' ORDER BY c.relname",
        login=login,
    )
    policies, grants = read_policies(login), read_grants(login)
    return {
        str(name): Table(
            name=str(name),
            kind=str(kind),
            owner=str(owner),
            grants=grants[oid],
            has_district=bool(has_district),
            row_security=bool(security),
            forced=bool(forced),
            policies=policies.get(str(name), ()),
        )
        for oid, name, kind, owner, security, forced, has_district in rows
    }


def read_grants(login: str) -> dict[object, dict[str, str]]:
    """oid -> role -> privileges, on the table or on any of its columns; what PUBLIC may do counts for every role."""
    rows = read(
        "SELECT c.oid, r.rolname, p.privilege FROM pg_class c CROSS JOIN pg_roles r"
        " CROSS JOIN unnest(%s::text[]) AS p (privilege)"
        " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace = 'public'::regnamespace"
        " AND r.rolname = ANY (%s) AND CASE WHEN p.privilege IN ('select', 'insert', 'update', 'references')"
        " THEN has_any_column_privilege(r.oid, c.oid, p.privilege)"
        " ELSE has_table_privilege(r.oid, c.oid, p.privilege) END",
        (list(PRIVILEGES), list(ROLES)),
        login=login,
    )
    held: dict[object, dict[str, set[str]]] = {}
    for oid, role, privilege in rows:
        held.setdefault(oid, {}).setdefault(str(role), set()).add(str(privilege))
    all_oids = read("SELECT oid FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')", login=login)
    return {
        oid: {role: " ".join(p for p in PRIVILEGES if p in words) for role, words in held.get(oid, {}).items()}
        for (oid,) in all_oids
    }


def read_policies(login: str) -> dict[str, tuple[Policy, ...]]:
    rows = read(
        "SELECT tablename, policyname, permissive || ' ' || cmd, roles::text[], qual, with_check FROM pg_policies"
        " WHERE schemaname = 'public' ORDER BY tablename, policyname",
        login=login,
    )
    found: dict[str, list[Policy]] = {}
    for table, name, command, roles, using, check in rows:
        policy = Policy(str(name), str(command), tuple(roles), using, check)
        found.setdefault(str(table), []).append(policy)
    return {table: tuple(policies) for table, policies in found.items()}
