"""Writing results: a frame becomes the current rows of its years, and only rows that differ are touched.

COPY is refused on tables under row-level security, so a frame is copied to a temporary table first. The comparison then
happens in the database: rows that are gone are deleted, rows that differ are updated, new ones inserted. A row that
stays the same keeps its id and the run that wrote it, which is why recomputing leaves the same bytes behind.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import polars as pl
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import Cursor, sql

# What a row says about its own making, not about the result: a difference here alone is no difference.
MAKING = {"id", "run_id"}


@dataclass(frozen=True)
class Written:
    """How many rows of one table a run added, changed, removed and found as they were."""

    added: int
    changed: int
    removed: int
    same: int

    @property
    def touched(self) -> int:
        return self.added + self.changed + self.removed


def write_years(
    model: type[models.Model], frame: pl.DataFrame, *, years: Sequence[int], key: Sequence[str], run_id: uuid.UUID
) -> Written:
    """Make `frame` the whole of `model`'s rows for `years`.

    `frame`: one row a result, columns named as the table's columns without id and run_id; amounts of numeric(18,4)
    as Int64 ten-thousandths. `key`: the columns that name a row, school_year among them.
    """
    columns = _columns(model)
    with connection.cursor() as cursor:
        stage = _copy_to_stage(cast(Cursor[Any], cursor.cursor), model._meta.db_table, columns, frame)
        parts = _Parts(model._meta.db_table, stage, [column.name for column in columns], list(key))
        cursor.execute(parts.delete(), [list(years)])
        removed = cursor.rowcount
        cursor.execute(parts.update(), [run_id])
        changed = cursor.rowcount
        cursor.execute(parts.insert(), [run_id])
        added = cursor.rowcount
        cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(stage)))
    return Written(added=added, changed=changed, removed=removed, same=frame.height - added - changed)


@dataclass(frozen=True)
class _Column:
    """A column of a results table: its name, its type in the database, and how COPY is to read it."""

    name: str
    type: str
    text: pl.Expr


def _columns(model: type[models.Model]) -> list[_Column]:
    fields = [field for field in model._meta.concrete_fields if field.attname not in MAKING]
    return [
        _Column(
            field.attname, str((field.rel_db_type if field.is_relation else field.db_type)(connection)), _text(field)
        )
        for field in fields
    ]


def _text(field: "models.Field[Any, Any]") -> pl.Expr:
    """Exact numerics, arrays in braces; the rest as Polars writes it, whose floating-point numbers come back the
    same.
    """
    column = pl.col(field.attname)
    if isinstance(field, models.DecimalField):
        return (column.cast(pl.String) + "e-4").alias(field.attname)
    if isinstance(field, ArrayField):
        items = column.list.eval(pl.element().cast(pl.String)).list.join(",")
        return ("{" + items.fill_null("") + "}").alias(field.attname)
    return column


def _copy_to_stage(cursor: Cursor[Any], table: str, columns: Sequence[_Column], frame: pl.DataFrame) -> str:
    stage = f"stage_{table}"
    name = sql.Identifier(stage)
    typed = [sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.type)) for column in columns]
    cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(name, sql.SQL(", ").join(typed)))
    text = frame.select(column.text for column in columns).write_csv(include_header=False)
    with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(name)) as copy:
        copy.write(text)
    cursor.execute(sql.SQL("ANALYZE {}").format(name))
    return stage


@dataclass(frozen=True)
class _Parts:
    """The three statements that bring a table to what its stage holds."""

    table: str
    stage: str
    columns: list[str]
    key: list[str]

    def _row(self, alias: str, columns: Sequence[str]) -> sql.Composable:
        return sql.SQL(", ").join(sql.Identifier(alias, column) for column in columns)

    def _same_key(self) -> sql.Composable:
        return sql.SQL("({}) = ({})").format(self._row("old", self.key), self._row("new", self.key))

    def _names(self, **more: sql.Composable) -> dict[str, sql.Composable]:
        return {
            "table": sql.Identifier(self.table),
            "stage": sql.Identifier(self.stage),
            "same": self._same_key(),
            **more,
        }

    def delete(self) -> sql.Composed:
        return sql.SQL(
            "DELETE FROM {table} old WHERE old.school_year = ANY(%s)"
            " AND NOT EXISTS (SELECT FROM {stage} new WHERE {same})"
        ).format(**self._names())

    def update(self) -> sql.Composed:
        rest = [column for column in self.columns if column not in self.key]
        sets = sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(column), sql.Identifier("new", column)) for column in rest
        )
        return sql.SQL(
            "UPDATE {table} old SET {sets}, run_id = %s FROM {stage} new"
            " WHERE {same} AND ({old}) IS DISTINCT FROM ({new})"
        ).format(**self._names(sets=sets, old=self._row("old", rest), new=self._row("new", rest)))

    def insert(self) -> sql.Composed:
        return sql.SQL(
            "INSERT INTO {table} ({columns}, run_id) SELECT {new}, %s FROM {stage} new"
            " WHERE NOT EXISTS (SELECT FROM {table} old WHERE {same})"
        ).format(
            **self._names(
                columns=sql.SQL(", ").join(map(sql.Identifier, self.columns)), new=self._row("new", self.columns)
            )
        )
