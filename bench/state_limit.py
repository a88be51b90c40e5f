"""The bare limit of a whole state's year: PostgreSQL alone takes the rows that its files come to, into tables with the
same columns and indexes, from those where they stand. No file is read, nothing is computed or sent, references to other
tables are not checked, and the copies are temporary, so that they need not last.
"""

from __future__ import annotations

from typing import LiteralString

from django.db import connection, models
from psycopg import sql

from monitoring.results.actions import TABLES
from monitoring.results.models import PartialSum, PersonYear, SummedFiles

from .stopwatch import seconds_of

COPY_OF: LiteralString = "CREATE TEMPORARY TABLE {other} (LIKE {table} INCLUDING ALL)"
OF_YEAR: LiteralString = "INSERT INTO {other} SELECT * FROM {table} WHERE school_year = %s"
OF_SETS: LiteralString = (
    "INSERT INTO {other} SELECT * FROM {table} WHERE sums_id IN (SELECT id FROM {sets} WHERE school_year = %s)"
)


def rows_into_postgres(year: int) -> dict[str, float]:
    """Seconds by kind of rows, and of `rows` how many there are. In a scope that reaches all districts."""
    parts: dict[str, tuple[type[models.Model], ...]] = {
        "index": (PersonYear,),
        "sums": (PartialSum,),
        "values, bands and gaps": TABLES,
    }
    found: dict[str, float] = {"rows": 0}
    for name, tables in parts.items():
        each = [_into_another(model, year) for model in tables]
        found[name] = sum(seconds for seconds, _ in each)
        found["rows"] += sum(count for _, count in each)
    return found | {"whole": sum(found[name] for name in parts)}


def _into_another(model: type[models.Model], year: int) -> tuple[float, int]:
    """Seconds, and how many rows."""
    table = model._meta.db_table
    named = {"table": table, "sets": SummedFiles._meta.db_table, "other": f"bench_{table}"}
    names = {name: sql.Identifier(one) for name, one in named.items()}
    insert = sql.SQL(OF_SETS if model is PartialSum else OF_YEAR).format(**names)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(COPY_OF).format(**names))
        took = seconds_of(lambda: cursor.execute(insert, [year]))
        count = cursor.rowcount
        cursor.execute(sql.SQL("DROP TABLE {other}").format(**names))
    return took, count
