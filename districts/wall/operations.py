"""Migration operations: what each database role may do with a table.

A table is either protected (rows of one tenant each, row-level security) or shared (no tenant; plain grants). A test
fails for a table that is neither. Privileges are given as words: "select insert update delete", or "" for none.
"""

from collections.abc import Mapping
from typing import Any

from django.db.migrations.operations import RunSQL

Statements = list[str | tuple[str, Any]]  # as RunSQL wants them

GROUP_ROLES = ("eqp_district", "eqp_state", "eqp_job", "eqp_worker")
LOGINS = ("eqp_app", "eqp_public")
ALL = "select insert update delete"

# One indexed equality on a setting of the transaction. nullif: after such a transaction the setting reads '', not NULL.
OWN_ROWS = "district_id = nullif(current_setting('eqp.district', true), '')::int"
DOORS = {
    "person": "{column} = nullif(current_setting('eqp.person', true), '')::bigint",
    "token": "{column} = nullif(current_setting('eqp.token', true), '')",
}


def protect(
    table: str,
    *,
    district: str = ALL,
    state: str = ALL,
    job: str = "select",
    worker: str = ALL,
    open_to_state: bool | str = False,
    doors: Mapping[str, str] | None = None,
    key: str | None = "id",
) -> RunSQL:
    """Row-level security, enabled and forced, with a policy and grants for each role.

    A job reaches its own district's rows, as `job` says: it reads, and writes where the pipeline needs it to. The state
    role reads and writes the agency's own rows; with `open_to_state` it reads every tenant's, or those of a condition
    that is given as text. `doors` opens rows to the
    bare login by the column that must equal the person's id or the token's hash. `key` makes (district_id, key) unique,
    so that other tables can refer to a row together with its district; None where the table has another index that
    starts with district_id.
    """
    privileges = {"eqp_district": district, "eqp_state": state, "eqp_job": job, "eqp_worker": worker}
    statements = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
    if key:
        statements.append(f"ALTER TABLE {table} ADD CONSTRAINT {table}_own_key UNIQUE (district_id, {key})")
    statements += [f"CREATE POLICY eqp_district ON {table} TO eqp_district USING ({OWN_ROWS}) WITH CHECK ({OWN_ROWS})"]
    seen = open_to_state if isinstance(open_to_state, str) else "true" if open_to_state else OWN_ROWS
    statements += [
        f"CREATE POLICY eqp_state_reads ON {table} FOR SELECT TO eqp_state USING ({seen})",
        f"CREATE POLICY eqp_state_inserts ON {table} FOR INSERT TO eqp_state WITH CHECK ({OWN_ROWS})",
        f"CREATE POLICY eqp_state_updates ON {table} FOR UPDATE TO eqp_state"
        f" USING ({OWN_ROWS}) WITH CHECK ({OWN_ROWS})",
        f"CREATE POLICY eqp_state_deletes ON {table} FOR DELETE TO eqp_state USING ({OWN_ROWS})",
        f"CREATE POLICY eqp_job ON {table} TO eqp_job USING ({OWN_ROWS}) WITH CHECK ({OWN_ROWS})",
        f"CREATE POLICY eqp_worker ON {table} TO eqp_worker USING (true) WITH CHECK (true)",
    ]
    for door, column in (doors or {}).items():
        rows = DOORS[door].format(column=column)
        statements.append(f"CREATE POLICY eqp_door_{door} ON {table} FOR SELECT TO eqp_app USING ({rows})")
        privileges["eqp_app"] = "select"
    return RunSQL(_with_grants(table, statements, privileges), _unprotect(table, key))


def share(
    table: str,
    *,
    district: str = "",
    state: str = "",
    worker: str = "",
    job: str | None = None,
    app: str = "",
    public: str = "",
    district_sees: str = "",
) -> RunSQL:
    """Grants on a table that holds no tenant's rows. Never on one with a district_id: protect() that.

    A job of one district reads what the worker reads, unless `job` says otherwise, and writes nothing here.
    `district_sees`: the condition of the
    rows that districts, their jobs and, where it reads any, the bare login read, where these are not all; row-level
    security then keeps the rest from every role but the state's and the worker's.
    """
    privileges = {
        "eqp_district": district,
        "eqp_state": state,
        "eqp_job": ("select" if "select" in worker else "") if job is None else job,
        "eqp_worker": worker,
        "eqp_app": app,
        "eqp_public": public,
    }
    if not district_sees:
        return RunSQL(_with_grants(table, [], privileges), _with_grants(table, [], {}))
    readers = ", ".join(("eqp_district", "eqp_job", *(["eqp_app"] if app else [])))
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY eqp_district_reads ON {table} FOR SELECT TO {readers} USING ({district_sees})",
        *_of_state(table, writes=state.split() != ["select"]),
        f"CREATE POLICY eqp_worker ON {table} TO eqp_worker USING (true) WITH CHECK (true)",
    ]
    return RunSQL(_with_grants(table, statements, privileges), _unprotect(table, None))


def _of_state(table: str, *, writes: bool) -> list[str]:
    """The agency reads every row of what is shared; with `writes`, as its grants say."""
    if writes:
        return [f"CREATE POLICY eqp_state ON {table} TO eqp_state USING (true) WITH CHECK (true)"]
    return [f"CREATE POLICY eqp_state_reads ON {table} FOR SELECT TO eqp_state USING (true)"]


def same_district(table: str, column: str, to_table: str, to_column: str = "id") -> RunSQL:
    """A reference that cannot leave its district: (district_id, column) refers to (district_id, to_column)."""
    name = f"{table}_{column}_same_district"
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (district_id, {column})"
        f" REFERENCES {to_table} (district_id, {to_column}) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def _with_grants(table: str, statements: list[str], privileges: Mapping[str, str]) -> Statements:
    roles = ", ".join(("PUBLIC", *LOGINS, *GROUP_ROLES))
    grants = [f"GRANT {', '.join(words.split())} ON {table} TO {role}" for role, words in privileges.items() if words]
    return [*statements, f"REVOKE ALL ON {table} FROM {roles}", *grants]


def _unprotect(table: str, key: str | None) -> Statements:
    roles = ", ".join(("PUBLIC", *LOGINS, *GROUP_ROLES))
    names = [
        "district",
        "district_reads",
        "state",
        "state_reads",
        "state_inserts",
        "state_updates",
        "state_deletes",
        "job",
        "worker",
    ]
    names += [f"door_{door}" for door in DOORS]
    drops = [f"DROP POLICY IF EXISTS eqp_{name} ON {table}" for name in names]
    if key:
        drops.append(f"ALTER TABLE {table} DROP CONSTRAINT {table}_own_key")
    off = [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    return [*drops, *off, f"REVOKE ALL ON {table} FROM {roles}"]
