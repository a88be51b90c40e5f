"""The wall's checks of tables, as functions that list faults, so that the sabotage tests can ask them too."""

from tests.architecture.catalog import Table
from tests.architecture.table_matrix import TABLES, Protected, Shared, expected_policies


def faults_of(table: Table) -> list[str]:
    """What is wrong with a table; empty when it is just as the matrix says."""
    expected = TABLES.get(table.name)
    if expected is None:
        return [how_to_add(table)]
    faults = [] if table.kind == "r" else [f"{table.name}: is no plain table but of kind {table.kind!r}"]
    if table.owner != "eqp_owner":
        faults.append(f"{table.name}: belongs to {table.owner}, not to eqp_owner")
    for role in sorted({*expected.grants, *table.grants}):
        wanted, held = expected.grants.get(role, ""), table.grants.get(role, "")
        if wanted != held:
            faults.append(f"{table.name}: {role} may {held or 'nothing'}, the matrix says {wanted or 'nothing'}")
    if isinstance(expected, Shared):
        faults += _shared_faults(table)
    is_secured = isinstance(expected, Protected) or bool(expected.district_sees)
    return faults + (_row_faults(table, expected) if is_secured else _open_faults(table))


def _row_faults(table: Table, expected: Protected | Shared) -> list[str]:
    faults = []
    if not (table.row_security and table.forced):
        faults.append(f"{table.name}: row-level security is not enabled and forced")
    if table.policies != expected_policies(expected):
        faults.append(f"{table.name}: its policies are not those of protect() or share(): {table.policies}")
    return faults


def _shared_faults(table: Table) -> list[str]:
    if not table.has_district:
        return []
    return [f"{table.name}: has a district_id, so its migration must call protect(), not share()"]


def _open_faults(table: Table) -> list[str]:
    if not (table.row_security or table.policies):
        return []
    return [f"{table.name}: has policies; say which in tests/architecture/table_matrix.py"]


def how_to_add(table: Table) -> str:
    """The line that is missing in the matrix, for a reviewer to read before it is pasted."""
    roles = {
        "app": "eqp_app",
        "district": "eqp_district",
        "state": "eqp_state",
        "job": "eqp_job",
        "worker": "eqp_worker",
        "public": "eqp_public",
    }
    kind = Protected if table.has_district else Shared
    if not table.has_district:
        del roles["job"]  # what it may follows from the worker's
    words = [f'{name}="{table.grants[role]}"' for name, role in roles.items() if table.grants.get(role)]
    line = f'    "{table.name}": {kind.__name__}({", ".join(words)}),'
    call = f'protect("{table.name}", ...)' if table.has_district else f'share("{table.name}", ...)'
    done = table.row_security if table.has_district else bool(table.grants)
    migration = "" if done else f"\nIts migration does not call {call} yet."
    return f"{table.name}: not in tests/architecture/table_matrix.py. If this is right, add:\n{line}{migration}"
