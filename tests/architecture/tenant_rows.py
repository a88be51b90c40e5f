"""One row a tenant in every protected table, made from the catalog's column types: a leak has something to show.

References are checked at commit only, and these tests never commit: numbers and codes need not point anywhere.
"""

import itertools
import json
import uuid
from typing import Any

from django.db import connection

from districts.wall import across_districts
from tests.architecture.catalog import read

_next = itertools.count(1_000_001)

# Where more than the right type is wanted.
OF_EDITIONS = ("districtgap", "districtmove", "districtvalue", "schoolband", "schoolvalue")
SPECIAL: dict[str, dict[str, Any]] = {
    "districts_membership": {"role": "certifier", "school_id": None},
    "improvement_adoption": {"strategy_id": 1},
    "improvement_progress": {"outcome": ""},
    "improvement_namedcause": {"cause_id": lambda: next(_next), "title": ""},  # a cause once a tenant
    "results_summedfiles": {"is_certified": True},
    "results_experiencereport": {"is_certified": True},
    **{f"results_{name}": {"edition": "current"} for name in OF_EDITIONS},
}


def add_row(table: str, district_id: int) -> Any:
    """Insert a row of this tenant as the workers' role. Returns its primary key."""
    return add_row_with(table, {"district_id": district_id})


def add_row_with(table: str, given: dict[str, Any]) -> Any:
    """Insert a row with these values as the workers' role. Returns its primary key."""
    sql, values = insert_statement(table, given)
    with across_districts(reason="tests: rows that could leak"), connection.cursor() as cursor:
        cursor.execute(f'{sql} RETURNING "{primary_key(table)}"', values)
        return cursor.fetchone()[0]


def insert_statement(table: str, given: dict[str, Any]) -> tuple[str, list[Any]]:
    values = {name: _value(kind, width) for name, kind, width, needed in _columns(table) if needed}
    special = {name: one() if callable(one) else one for name, one in SPECIAL.get(table, {}).items()}
    values |= special | given
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(["%s"] * len(values))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(values.values())


def primary_key(table: str) -> str:
    rows = read(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
        " WHERE i.indrelid = %s::regclass AND i.indisprimary",
        (table,),
    )
    return str(rows[0][0])


def _columns(table: str) -> list[tuple[str, str, int, bool]]:
    """(name, type, width, whether a value must be given): not null, without default, not made by the database."""
    rows = read(
        "SELECT attname, format_type(atttypid, NULL), CASE WHEN atttypmod > 4 THEN atttypmod - 4 ELSE 8 END,"
        " attnotnull AND NOT atthasdef AND attidentity = '' AND attgenerated = ''"
        " FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        (table,),
    )
    return [(str(name), str(kind), int(str(width)), bool(needed)) for name, kind, width, needed in rows]


def _value(kind: str, width: int) -> Any:
    """Something of this type; numbers and texts never twice, so that unique constraints hold."""
    number = next(_next)
    made = {
        "bigint": number,
        "integer": number,
        "smallint": number % 30_000,
        "double precision": 0.5,
        "numeric": 1,
        "real": 0.5,
        "boolean": False,
        "bytea": b"",
        "uuid": uuid.UUID(int=number),
        "jsonb": json.dumps({}),
        "date": "2026-11-22",
        "timestamp with time zone": "2026-11-22T12:00:00Z",
    }
    if kind in made:
        return made[kind]
    if kind.endswith("[]"):
        return []
    if kind in ("character varying", "text", "character"):
        return f"{number:08d}"[-min(width, 8) :]
    raise NotImplementedError(f"tests/architecture/tenant_rows.py makes no value of type {kind!r} yet: add one")
