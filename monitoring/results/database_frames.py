"""Frames from and to tables, whole columns at once. COPY is refused on tables under row-level security, so what is
written goes through a temporary table.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import polars as pl
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from psycopg import Cursor, sql

from districts.wall.querysets import TenantQuerySet

from .frames import Schema

NULL = "\\N"


def read_rows(rows: TenantQuerySet[Any], names: Sequence[str], schema: Schema) -> pl.DataFrame:
    """Columns of a queryset, in the types that `schema` gives them. One query."""
    rows.require_scope("read_rows")
    types = {name: schema[name] for name in names}
    try:
        statement, values = rows.order_by().values_list(*names).query.sql_with_params()
    except EmptyResultSet:  # of no key there are no rows
        return pl.DataFrame(schema=types)
    text = io.BytesIO()
    with connection.cursor() as cursor:
        copy_these = f"COPY ({statement}) TO STDOUT (FORMAT csv, NULL '{NULL}')"
        with cast(Cursor[Any], cursor.cursor).copy(copy_these.encode(), values) as copy:
            for block in copy:
                text.write(block)
    if not text.getbuffer():
        return pl.DataFrame(schema=types)
    text.seek(0)
    read_as = {name: pl.String if dtype == pl.Boolean else dtype for name, dtype in types.items()}
    found = pl.read_csv(text, has_header=False, new_columns=list(names), schema=read_as, null_values=NULL)
    return found.with_columns(pl.col(name) == "t" for name, dtype in types.items() if dtype == pl.Boolean)


def insert_rows(model: type[models.Model], frame: pl.DataFrame) -> None:
    """Add rows whose columns are named as the table's; its own id apart."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.BigAutoField)]
    names = sql.SQL(", ").join(sql.Identifier(field.attname) for field in fields)
    with connection.cursor() as cursor:
        stage = stage_rows(cast(Cursor[Any], cursor.cursor), model._meta.db_table, fields, frame)
        table = sql.Identifier(model._meta.db_table)
        statement = "INSERT INTO {table} ({names}) SELECT {names} FROM {stage}"
        cursor.execute(sql.SQL(statement).format(table=table, names=names, stage=sql.Identifier(stage)))
        cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(stage)))


@contextmanager
def staged_people(people: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """People and the district that asks about them (`asks`, a district's id; `mepid`) as a temporary table, so that
    they stand in no statement, which a log may keep. Options for `extra`, by which a queryset with both columns is that
    of other districts' rows on the same people, each with who `asks`.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE staged_people (asks bigint, mepid text) ON COMMIT DROP")
        with cast(Cursor[Any], cursor.cursor).copy("COPY staged_people FROM STDIN (FORMAT csv)") as copy:
            copy.write(people.select("asks", "mepid").unique().write_csv(include_header=False))
        cursor.execute("ANALYZE staged_people")
    yield _OTHERS
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE staged_people")


_OTHERS = {
    "select": {"asks": "staged_people.asks"},
    "tables": ["staged_people"],
    "where": [
        "staged_people.mepid = results_personyear.mepid",
        "staged_people.asks <> results_personyear.district_id",
    ],
}


def type_of(field: models.Field[Any, Any]) -> str:
    return str((field.rel_db_type if field.is_relation else field.db_type)(connection))


def stage_of(table: str) -> str:
    return f"stage_{table}"


def stage_rows(
    cursor: Cursor[Any],
    table: str,
    fields: Sequence[models.Field[Any, Any]],
    frame: pl.DataFrame,
    *,
    key: Sequence[str] = (),
) -> str:
    """A temporary table with the rows of a frame in the columns of `fields`; its name. `key`: columns by which it will
    be compared, of which alone the planner is told, from a few thousand rows.
    """
    stage = stage_of(table)
    name = sql.Identifier(stage)
    typed = [sql.SQL("{} {}").format(sql.Identifier(field.attname), sql.SQL(type_of(field))) for field in fields]
    cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(name, sql.SQL(", ").join(typed)))
    text = frame.select(_text(field) for field in fields).write_csv(include_header=False)
    with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(name)) as copy:
        copy.write(text)
    if key:
        columns = sql.SQL(", ").join(map(sql.Identifier, key))
        cursor.execute("SET LOCAL default_statistics_target = 10")
        cursor.execute(sql.SQL("ANALYZE {} ({})").format(name, columns))
        cursor.execute("SET LOCAL default_statistics_target = DEFAULT")
    return stage


def _text(field: models.Field[Any, Any]) -> pl.Expr:
    """Exact numerics, arrays in braces; the rest as Polars writes it, whose floating-point numbers come back the
    same.
    """
    column = pl.col(field.attname)
    if isinstance(field, models.DecimalField):
        return (column.cast(pl.String) + "e-4").alias(field.attname)
    if isinstance(field, ArrayField):
        items = column.list.eval(pl.element().cast(pl.String).fill_null("NULL")).list.join(",")
        return ("{" + items.fill_null("") + "}").alias(field.attname)
    return column
