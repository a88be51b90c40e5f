"""The standing cast from the rows that it left the first time: `build_cast` asks the database two hundred times, this
five. Most tests begin with it.

Numbers, times and secrets are the first one's. So it is for tests that are undone, in the database of the first one:
there its numbers are free again, and are given to nobody else.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection, models
from psycopg import sql

from districts.models import AuditEvent, District, Membership, Person, School
from districts.wall import across_districts
from tests.districts.cast import Cast, build_cast

OF_PEOPLE = {Person: "id", EmailAddress: "user_id", Authenticator: "user_id"}
OF_TENANTS = {District: "id", School: "district_id", Membership: "district_id", AuditEvent: "district_id"}
WHY = "tests: the standing cast"


@dataclass(frozen=True)
class Left:
    """The first one, pickled, and the statements that write its rows."""

    cast: bytes
    people: str
    tenants: str


_left: dict[int, Left] = {}


def cast_again() -> Cast:
    """What `build_cast()` gives, in the current transaction."""
    if not connection.in_atomic_block:  # what is committed ends with its database
        return build_cast()
    if (left := _left.get(_database())) is None:
        cast = build_cast()
        _left[_database()] = _left_by(cast)
        return cast
    with connection.cursor() as cursor:
        cursor.execute(left.people)
        with across_districts(reason=WHY):
            cursor.execute(left.tenants)
    found: Cast = pickle.loads(left.cast)  # noqa: S301
    return found


def _database() -> int:
    """The number of this database, which a fresh copy does not share."""
    with connection.cursor() as cursor:
        cursor.execute("select oid from pg_database where datname = current_database()")
        return int(cursor.fetchone()[0])


def _left_by(cast: Cast) -> Left:
    people = [cast.mallory.pk, *(person.pk for tenant in cast.tenants for person in tenant.people.values())]
    of_people = _writing(OF_PEOPLE, people)
    with across_districts(reason=WHY):
        return Left(pickle.dumps(cast), of_people, _writing(OF_TENANTS, [tenant.id for tenant in cast.tenants]))


def _writing(tables: dict[type[models.Model], str], owners: list[int]) -> str:
    """Statements that write what these owners have in these tables."""
    return ";".join(_statement(model, column, owners) for model, column in tables.items())


def _statement(model: type[models.Model], column: str, owners: list[int]) -> str:
    written = [str(field.column) for field in model._meta.concrete_fields if not field.generated]
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in written)
    names = {"table": sql.Identifier(model._meta.db_table), "column": sql.Identifier(column), "columns": columns}
    rows = sql.SQL("select json_agg(t)::text from {table} t where {column} = any(%s)").format(**names)
    write = sql.SQL(
        "insert into {table} ({columns}) select {columns} from json_populate_recordset(null::{table}, {rows})"
    )
    with connection.cursor() as cursor:
        cursor.execute(rows, [owners])
        (found,) = cursor.fetchone()
        return write.format(**names, rows=sql.Literal(found)).as_string(cursor.connection)
