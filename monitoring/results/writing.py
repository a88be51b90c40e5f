"""Writing results: a frame becomes the current rows of its years, and only rows that differ are touched.

A frame is copied to a temporary table first. The comparison then happens in the database: rows that are gone are
deleted, rows that differ are updated, new ones inserted; where nothing stands, all are. A row that stays the same keeps
its id and the run that wrote it, which is why recomputing leaves the same bytes behind. Numbers that move are noted
beside (moving.py).
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString, cast

import polars as pl
from django.db import connection, models
from psycopg import Cursor, sql

from .database_frames import insert_rows, stage_of, stage_rows
from .moving import note_moves

# What a row says about its own making, not about the result: a difference here alone is no difference.
MAKING = {"id", "run_id"}


@dataclass(frozen=True)
class Written:
    """How many rows of one table a run added, changed, removed and found as they were; `gone`: the measures of those
    removed.
    """

    added: int
    changed: int
    removed: int
    same: int
    gone: Sequence[str] = field(default=(), compare=False)

    @property
    def touched(self) -> int:
        return self.added + self.changed + self.removed

    @property
    def counts(self) -> dict[str, int]:
        return {"added": self.added, "changed": self.changed, "removed": self.removed, "same": self.same}


def write_years(
    model: type[models.Model],
    frame: pl.DataFrame,
    *,
    years: Sequence[int],
    key: Sequence[str],
    run_id: uuid.UUID,
    districts: Sequence[int] | None = None,
    measures: Collection[str] | None = None,
) -> Written:
    """Make `frame` the whole of `model`'s rows for `years`; with `districts`, of these districts' rows, and with
    `measures`, of these measures'.

    `frame`: one row a result, columns named as the table's columns without id and run_id; amounts of numeric(18,4)
    as Int64 ten-thousandths. `key`: the columns that name a row, school_year among them.
    """
    fields = [field for field in model._meta.concrete_fields if field.attname not in MAKING]
    some = {"district_id": districts, "measure": measures}
    which = {"school_year": years, **{name: these for name, these in some.items() if these is not None}}
    steps = _Steps(model._meta.db_table, [field.attname for field in fields], list(key), list(which))
    values = [list(these) for these in which.values()]
    with connection.cursor() as cursor:
        cursor.execute(steps.stands(), values)
        if cursor.fetchone() is None:
            insert_rows(model, frame.with_columns(run_id=pl.lit(str(run_id))))
            return Written(added=frame.height, changed=0, removed=0, same=0)
        stage_rows(cast(Cursor[Any], cursor.cursor), model._meta.db_table, fields, frame, key=key)
        cursor.execute(steps.compare(), values)
        added, changed, removed, gone = _write(steps, model, run_id) if cursor.rowcount else (0, 0, 0, ())
        cursor.execute(steps.clear())
    return Written(added=added, changed=changed, removed=removed, same=frame.height - added - changed, gone=gone)


def _write(steps: "_Steps", model: type[models.Model], run_id: uuid.UUID) -> tuple[int, int, int, Sequence[str]]:
    """How many rows were added, changed and removed, and the measures of these last."""
    with connection.cursor() as cursor:
        cursor.execute(steps.look())
    note_moves(model, key=steps.key, plan=steps.plan, stage=steps.stage, run_id=run_id)
    with connection.cursor() as cursor:
        cursor.execute(steps.insert(), [run_id])
        added = cursor.rowcount
        cursor.execute(steps.update(), [run_id])
        changed = cursor.rowcount
        cursor.execute(steps.delete())
        removed, gone = cursor.fetchone()
    return added, changed, removed, gone or ()


@dataclass(frozen=True)
class _Steps:
    """The statements that bring a table to what its stage holds: one comparison of both, then just what differs."""

    table: str
    columns: list[str]
    key: list[str]
    chosen_by: list[str]

    @property
    def plan(self) -> str:
        return f"plan_{self.table}"

    @property
    def stage(self) -> str:
        return stage_of(self.table)

    @property
    def _chosen(self) -> sql.Composed:
        return sql.SQL(" AND ").join(sql.SQL("{} = ANY(%s)").format(sql.Identifier(name)) for name in self.chosen_by)

    def stands(self) -> sql.Composed:
        """Whether any of the rows is there."""
        return self._statement("SELECT 1 FROM {table} WHERE {chosen} LIMIT 1", chosen=self._chosen)

    def compare(self) -> sql.Composed:
        """Pair both by key and keep the pairs that differ: old_id is null for new rows, new_place for rows that are
        gone.
        """
        rest = [column for column in self.columns if column not in self.key]
        return self._statement(
            "CREATE TEMPORARY TABLE {plan} ON COMMIT DROP AS SELECT old.id AS old_id, new.ctid AS new_place"
            " FROM (SELECT * FROM {table} WHERE {chosen}) old"
            " FULL JOIN {stage} new ON ({old}) = ({new})"
            " WHERE old.id IS NULL OR new.ctid IS NULL OR ({old_rest}) IS DISTINCT FROM ({new_rest})",
            chosen=self._chosen,
            old=_row("old", self.key),
            new=_row("new", self.key),
            old_rest=_row("old", rest),
            new_rest=_row("new", rest),
        )

    def look(self) -> sql.Composed:
        """Have PostgreSQL see how few pairs there are, or it reads the whole table for them."""
        return self._statement("ANALYZE {plan}")

    def insert(self) -> sql.Composed:
        names = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return self._statement(
            "INSERT INTO {table} ({names}, run_id) SELECT {new}, %s FROM {plan} plan"
            " JOIN {stage} new ON new.ctid = plan.new_place WHERE plan.old_id IS NULL",
            names=names,
            new=_row("new", self.columns),
        )

    def update(self) -> sql.Composed:
        pairs = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Identifier("new", name)) for name in self.columns]
        return self._statement(
            "UPDATE {table} old SET {pairs}, run_id = %s FROM {plan} plan JOIN {stage} new ON new.ctid = plan.new_place"
            " WHERE old.id = plan.old_id",
            pairs=sql.SQL(", ").join(pairs),
        )

    def delete(self) -> sql.Composed:
        return self._statement(
            "WITH gone AS (DELETE FROM {table} old USING {plan} plan WHERE old.id = plan.old_id"
            " AND plan.new_place IS NULL RETURNING {measure} AS measure)"
            " SELECT count(*), array_agg(DISTINCT measure) FILTER (WHERE measure IS NOT NULL) FROM gone",
            measure=sql.Identifier("old", "measure") if "measure" in self.columns else sql.SQL("NULL::text"),
        )

    def clear(self) -> sql.Composed:
        return self._statement("DROP TABLE {plan}, {stage}")

    def _statement(self, text: LiteralString, **parts: sql.Composable) -> sql.Composed:
        names = {"table": self.table, "stage": self.stage, "plan": self.plan}
        return sql.SQL(text).format(**{name: sql.Identifier(value) for name, value in names.items()}, **parts)


def _row(alias: str, columns: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(alias, column) for column in columns)
