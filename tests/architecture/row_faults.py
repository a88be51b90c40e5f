"""What each database role really reaches in a table. PostgreSQL is asked in plain SQL: the ORM plays no part."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import ProgrammingError, connection, transaction

from districts.wall import across_districts, in_district, in_job, in_state
from tests.architecture.table_matrix import TABLES, Protected
from tests.architecture.tenant_rows import add_row, insert_statement, primary_key

Opener = Callable[[], AbstractContextManager[Any]]
REFUSED = "refused"


def row_faults(table: str, own: int, other: int, agency: int) -> list[str]:
    """Put a row of each of three tenants into the table; then every role tries every operation on every row."""
    with transaction.atomic():
        faults = _faults_with_rows(table, own, other, agency)
        transaction.set_rollback(True)  # the rows point nowhere; nobody else may see them
    return faults


def _faults_with_rows(table: str, own: int, other: int, agency: int) -> list[str]:
    keys = {tenant: add_row(table, tenant) for tenant in (own, other, agency)}
    matrix = TABLES[table]
    assert isinstance(matrix, Protected)
    roles: dict[str, tuple[Opener, str, set[int], set[int]]] = {
        # role: how to become it, its privileges, whose rows it reads, whose rows it writes
        "district": (lambda: in_district(own), matrix.district, {own}, {own}),
        "state": (
            lambda: in_state(agency),
            matrix.state,
            {own, other, agency} if matrix.open_to_state else {agency},
            {agency},
        ),
        "job": (lambda: in_job(own), matrix.job, {own}, {own}),
        "worker": (lambda: across_districts(reason="tests"), matrix.worker, set(keys), set(keys)),
        "bare login": (nullcontext, "select" if matrix.doors else "", set(), set()),
    }
    faults = []
    for role, (become, words, reads, writes) in roles.items():
        for tenant in keys:
            for operation in ("select", "insert", "update", "move", "delete"):
                expected = _expected(operation, words.split(), tenant in reads, tenant in writes, role == "worker")
                with become():
                    found = _attempt(operation, table, tenant, keys[tenant], move_to=_elsewhere(tenant, keys))
                if found not in expected:
                    faults.append(f"{table}: {role} {operation} on a row of tenant {tenant}: {found}, not {expected}")
    return faults


def _expected(operation: str, words: list[str], reads: bool, writes: bool, is_free: bool) -> tuple[object, ...]:
    """The outcomes that keep the wall: a number of rows, or refused."""
    privilege = "update" if operation == "move" else operation
    if privilege not in words:
        return (REFUSED,)
    if operation == "select":
        return (1,) if reads else (0,)
    if operation == "insert":
        return (1,) if writes else (REFUSED,)
    if operation == "move":  # give the row to another tenant
        return (1,) if is_free else (REFUSED,) if writes else (0,)
    return (1,) if writes and reads else (0,)


def _attempt(operation: str, table: str, tenant: int, key: Any, *, move_to: int) -> object:
    """The number of rows reached, or refused. Leaves nothing behind."""
    column = primary_key(table)
    where = f'WHERE "{column}" = %s AND district_id = %s'
    statements = {
        "select": (f'SELECT 1 FROM "{table}" {where}', [key, tenant]),
        "update": (f'UPDATE "{table}" SET district_id = district_id {where}', [key, tenant]),
        "move": (f'UPDATE "{table}" SET district_id = %s {where}', [move_to, key, tenant]),
        "delete": (f'DELETE FROM "{table}" {where}', [key, tenant]),
    }
    if operation == "insert":
        statements["insert"] = insert_statement(table, {"district_id": tenant})
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(*statements[operation])
            transaction.set_rollback(True)
            return cursor.rowcount
    except ProgrammingError as refusal:
        if getattr(refusal.__cause__, "sqlstate", "") != "42501":
            raise
        return REFUSED


def _elsewhere(tenant: int, keys: dict[int, Any]) -> int:
    return next(other for other in keys if other != tenant)
