"""Which numbers a run moves: noted as it writes, from the pairs of old and new rows that differ."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from django.db import connection, models
from psycopg import sql

from .models import (
    DistrictGap,
    DistrictMove,
    DistrictValue,
    SchoolBand,
    SchoolValue,
    StateGap,
    StateMove,
    StateValue,
)
from .models.moves import MoveFields

Kind = MoveFields.Kind
MADE_HERE = {"id", "run_id", "kind", "was", "was_reason", "now", "now_reason", "edition", "is_preliminary"}


@dataclass(frozen=True)
class Moving:
    """Where the moves of one table's numbers are noted: as a `kind` of which `number` is the number and `reason` says
    why there is none; of rows of one `scope`, or of all.
    """

    into: type[models.Model]
    kind: str
    number: str
    reason: str = "reason"
    scope: str = ""


MOVING: Mapping[type[models.Model], Moving] = {
    SchoolValue: Moving(DistrictMove, Kind.VALUE, "rate"),
    DistrictValue: Moving(DistrictMove, Kind.VALUE, "rate"),
    StateValue: Moving(StateMove, Kind.VALUE, "rate"),
    SchoolBand: Moving(DistrictMove, Kind.SHARE, "share", "left_out_reason", scope="district"),
    StateGap: Moving(StateMove, Kind.GAP, "difference"),
    DistrictGap: Moving(DistrictMove, Kind.GAP, "difference"),
}


PAIRED = """
FROM {plan} plan JOIN {table} old ON old.id = plan.old_id LEFT JOIN {stage} new ON new.ctid = plan.new_place
"""
# What others than the district see of rows that are preliminary, before or now, in either edition.
CERTIFIED = """
FROM (
    SELECT {old_key} FROM {plan} plan JOIN {table} old ON old.id = plan.old_id
    WHERE old.edition = 'certified' OR old.is_preliminary
    UNION
    SELECT {new_key} FROM {plan} plan JOIN {stage} new ON new.ctid = plan.new_place
    WHERE new.edition = 'certified' OR new.is_preliminary
) touched
JOIN {table} old ON ({old_key}) = ({touched_key}) AND (old.edition = 'certified' OR NOT old.is_preliminary)
LEFT JOIN {stage} new ON ({new_key}) = ({touched_key}) AND (new.edition = 'certified' OR NOT new.is_preliminary)
"""
NOTED = """
INSERT INTO {into} ({names}, run_id, kind, was, was_reason, now, now_reason)
SELECT {values}, %(run)s, {kind}, old.{number}, old.{reason}, new.{number}, coalesce(new.{reason}, '')
{pairs}
WHERE old.{number} IS DISTINCT FROM new.{number} AND {which}
"""


def note_moves(model: type[models.Model], *, key: Sequence[str], plan: str, stage: str, run_id: uuid.UUID) -> None:
    """Note the rows of `plan` (writing.py) whose number is another one, or none, in `stage`: of a district's figures
    for itself and for everybody else, whose eyes see the same unless something is not certified. `key`: the columns
    that name a row. Before anything is written.
    """
    if model not in MOVING:
        return
    statement = _Statement(model, MOVING[model], key, plan, stage)
    with connection.cursor() as cursor:
        cursor.execute(statement.of_pairs(), {"run": run_id})
        if statement.has_editions:
            cursor.execute(statement.of_certified(), {"run": run_id})


@dataclass(frozen=True)
class _Statement:
    """How the moves of one table's numbers are noted."""

    model: type[models.Model]
    moving: Moving
    key: Sequence[str]
    plan: str
    stage: str

    @property
    def has_editions(self) -> bool:
        return "edition" in self.key

    def of_pairs(self) -> sql.Composed:
        """Of the rows in force, old and new."""
        if not self.has_editions:
            return self._noted(PAIRED, {}, sql.SQL("true"))
        told = sql.SQL("old.is_preliminary OR coalesce(new.is_preliminary, false)")
        edition = {"edition": sql.Literal("current"), "is_preliminary": told}
        return self._noted(PAIRED, edition, sql.SQL("old.edition = 'current'"))

    def of_certified(self) -> sql.Composed:
        """Of what was certified, where it is not what is in force, and of what is now."""
        edition = {"edition": sql.Literal("certified"), "is_preliminary": sql.SQL("false")}
        return self._noted(CERTIFIED, edition, sql.SQL("true"))

    def _noted(
        self, pairs: LiteralString, edition: Mapping[str, sql.Composable], which: sql.Composable
    ) -> sql.Composed:
        moving, named = self.moving, {**self._names(), **edition}
        scope = sql.SQL("old.scope = {}").format(sql.Literal(moving.scope)) if moving.scope else sql.SQL("true")
        tables = {"table": self.model._meta.db_table, "into": moving.into._meta.db_table}
        names = {**tables, "plan": self.plan, "stage": self.stage}
        parts: dict[str, sql.Composable] = {name: sql.Identifier(value) for name, value in names.items()}
        keys = {f"{alias}_key": self._row_key(alias) for alias in ("old", "new", "touched")}
        return sql.SQL(NOTED).format(
            **parts,
            names=_listed(named),
            values=sql.SQL(", ").join(named.values()),
            kind=sql.Literal(str(moving.kind)),
            number=sql.Identifier(moving.number),
            reason=sql.Identifier(moving.reason),
            pairs=sql.SQL(pairs).format(**parts, **keys),
            which=sql.SQL("{} AND {}").format(which, scope),
        )

    def _names(self) -> dict[str, sql.Composable]:
        """What names the number of an old row, by the columns of a move."""
        there = {field.attname for field in self.model._meta.concrete_fields}
        fields = [field for field in self.moving.into._meta.concrete_fields if field.attname not in MADE_HERE]
        return {
            field.attname: sql.Identifier("old", field.attname) if field.attname in there else _none_of(field)
            for field in fields
        }

    def _row_key(self, alias: str) -> sql.Composable:
        """What names a row, whatever its edition."""
        return sql.SQL(", ").join(sql.Identifier(alias, name) for name in self.key if name != "edition")


def _none_of(field: models.Field) -> sql.Composable:  # type: ignore[type-arg]
    return sql.SQL("NULL") if field.null else sql.Literal("")


def _listed(names: Mapping[str, object]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


NARROWED = """
DELETE FROM results_statemove move USING {table} now
WHERE now.seen_by = 'districts' AND move.seen_by = 'everybody' AND move.kind = %(kind)s AND ({keys}) = ({now_keys})
    AND now.school_year = ANY(%(years)s)
"""


def narrow_moves(years: Sequence[int], written: Iterable[type[models.Model]]) -> None:
    """What a number of the state was, is for no more eyes than the number is now. After the tables of the state's
    numbers among them were `written`.
    """
    for model in written:
        moving, key = MOVING[model], _key(model)
        statement = sql.SQL(NARROWED).format(
            table=sql.Identifier(model._meta.db_table),
            keys=sql.SQL(", ").join(sql.Identifier("move", name) for name in key),
            now_keys=sql.SQL(", ").join(sql.Identifier("now", name) for name in key),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, {"kind": str(moving.kind), "years": list(years)})


def _key(model: type[models.Model]) -> list[str]:
    """The columns that name a number of the state, for whosever eyes a row of it is."""
    unique = next(rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint))
    return [name for name in unique.fields if name != "seen_by"]
