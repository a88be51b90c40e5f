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
from .models.audience import SeenBy
from .models.moves import MoveFields

Kind = MoveFields.Kind
MADE_HERE = {"id", "run_id", "kind", "was", "was_reason", "now", "now_reason", "edition", "is_preliminary", "seen_by"}


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
# What the agency sees, and what districts do: a number has one row for both, or one for each, whichever it had before.
FOR_AUDIENCES = """
FROM (VALUES ('agency'), ('districts')) audience (seen_by)
JOIN (
    SELECT old.* FROM {plan} plan JOIN {table} old ON old.id = plan.old_id
) old ON old.seen_by IN ('everybody', audience.seen_by)
LEFT JOIN (
    SELECT new.* FROM {plan} plan JOIN {stage} new ON new.ctid = plan.new_place
) new ON ({new_key}) = ({old_key}) AND new.seen_by IN ('everybody', audience.seen_by)
"""
OF_BOTH = "CASE count(*) WHEN 2 THEN 'everybody' ELSE min(audience.seen_by) END"
NOTED = """
INSERT INTO {into} ({names}, run_id, kind, was, was_reason, now, now_reason)
SELECT {values}, %(run)s, {kind}, old.{number}, old.{reason}, new.{number}, coalesce(new.{reason}, '')
{pairs}
WHERE old.{number} IS DISTINCT FROM new.{number} AND {which}
"""
SAME_FOR_BOTH = """
GROUP BY {old_names}, old.{number}, old.{reason}, new.{number}, coalesce(new.{reason}, '')
"""


def note_moves(model: type[models.Model], *, key: Sequence[str], plan: str, stage: str, run_id: uuid.UUID) -> None:
    """Note the rows of `plan` (writing.py) whose number is another one, or none, in `stage`: of a district's figures
    for itself and for everybody else, whose eyes see the same unless something is not certified; of the state's for
    the agency and for districts, once where both see the same. `key`: the columns that name a row. Before anything is
    written.
    """
    if model not in MOVING:
        return
    statement = _Statement(model, MOVING[model], key, plan, stage)
    with connection.cursor() as cursor:
        for noted in statement.noted():
            cursor.execute(noted, {"run": run_id})


ALL = sql.SQL("true")


@dataclass(frozen=True)
class _Statement:
    """How the moves of one table's numbers are noted."""

    model: type[models.Model]
    moving: Moving
    key: Sequence[str]
    plan: str
    stage: str

    def noted(self) -> list[sql.Composed]:
        if "edition" in self.key:
            return [self._of_current(), self._of_certified()]
        return [self._of_audiences() if issubclass(self.model, SeenBy) else self._noted(PAIRED, {})]

    def _of_current(self) -> sql.Composed:
        """Of the rows in force, old and new."""
        told = sql.SQL("old.is_preliminary OR coalesce(new.is_preliminary, false)")
        edition = {"edition": sql.Literal("current"), "is_preliminary": told}
        return self._noted(PAIRED, edition, sql.SQL("old.edition = 'current'"))

    def _of_certified(self) -> sql.Composed:
        """Of what was certified, where it is not what is in force, and of what is now."""
        edition = {"edition": sql.Literal("certified"), "is_preliminary": sql.SQL("false")}
        return self._noted(CERTIFIED, edition)

    def _of_audiences(self) -> sql.Composed:
        """Of what the agency sees and of what districts see: a row for both where these are the same."""
        return self._noted(FOR_AUDIENCES, {"seen_by": sql.SQL(OF_BOTH)}, ending=SAME_FOR_BOTH)

    def _noted(
        self,
        pairs: LiteralString,
        beside: Mapping[str, sql.Composable],
        which: sql.Composable = ALL,
        ending: LiteralString = "",
    ) -> sql.Composed:
        moving, named = self.moving, {**self._names(), **beside}
        scope = sql.SQL("old.scope = {}").format(sql.Literal(moving.scope)) if moving.scope else ALL
        tables = {"table": self.model._meta.db_table, "into": moving.into._meta.db_table}
        names = {**tables, "plan": self.plan, "stage": self.stage, "number": moving.number, "reason": moving.reason}
        parts: dict[str, sql.Composable] = {name: sql.Identifier(value) for name, value in names.items()}
        parts |= {f"{alias}_key": self._row_key(alias) for alias in ("old", "new", "touched")}
        return sql.SQL(NOTED + ending).format(
            **parts,
            names=_listed(named),
            values=sql.SQL(", ").join(named.values()),
            old_names=sql.SQL(", ").join(one for one in named.values() if isinstance(one, sql.Identifier)),
            kind=sql.Literal(str(moving.kind)),
            pairs=sql.SQL(pairs).format(**parts),
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
        """What names a row, whatever its edition and for whosever eyes it is."""
        named = [name for name in self.key if name not in ("edition", "seen_by")]
        return sql.SQL(", ").join(sql.Identifier(alias, name) for name in named)


def _none_of(field: models.Field) -> sql.Composable:  # type: ignore[type-arg]
    return sql.SQL("NULL") if field.null else sql.Literal("")


def _listed(names: Mapping[str, object]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


NARROWED = """
WITH hidden AS (
    SELECT move.id, move.seen_by FROM results_statemove move JOIN {table} now ON ({keys}) = ({now_keys})
    WHERE now.seen_by = 'districts' AND now.{number} IS NULL AND now.school_year = ANY(%(years)s)
        AND move.seen_by <> 'agency' AND move.kind = %(kind)s
), kept AS (
    UPDATE results_statemove move SET seen_by = 'agency' FROM hidden
    WHERE move.id = hidden.id AND hidden.seen_by = 'everybody'
)
DELETE FROM results_statemove move USING hidden WHERE move.id = hidden.id AND hidden.seen_by = 'districts'
"""


def narrow_moves(years: Sequence[int], written: Iterable[type[models.Model]]) -> None:
    """What a number of the state was, is for no more eyes than the number is now: where districts see none, the moves
    that they saw of it are the agency's alone. After the tables of the state's numbers among them were `written`.
    """
    for model in written:
        moving, key = MOVING[model], _key(model)
        statement = sql.SQL(NARROWED).format(
            table=sql.Identifier(model._meta.db_table),
            number=sql.Identifier(moving.number),
            keys=sql.SQL(", ").join(sql.Identifier("move", name) for name in key),
            now_keys=sql.SQL(", ").join(sql.Identifier("now", name) for name in key),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, {"kind": str(moving.kind), "years": list(years)})


def _key(model: type[models.Model]) -> list[str]:
    """The columns that name a number of the state, for whosever eyes a row of it is."""
    unique = next(rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint))
    return [name for name in unique.fields if name != "seen_by"]
