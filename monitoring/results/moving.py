"""Which numbers a run moves: noted as it writes, from the pairs of old and new rows that differ."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

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
MADE_HERE = {"id", "run_id", "kind", "was", "was_reason", "now", "now_reason"}


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


def note_moves(model: type[models.Model], *, plan: str, stage: str, run_id: uuid.UUID) -> None:
    """Note the rows of `plan` (writing.py) whose number is another one, or none, in `stage`. Before anything is
    written.
    """
    if model in MOVING:
        with connection.cursor() as cursor:
            cursor.execute(_statement(model, MOVING[model], plan, stage), {"run": run_id})


def _statement(model: type[models.Model], moving: Moving, plan: str, stage: str) -> sql.Composed:
    there = {field.attname for field in model._meta.concrete_fields}
    fields = [field for field in moving.into._meta.concrete_fields if field.attname not in MADE_HERE]
    named = {
        field.attname: sql.Identifier("old", field.attname) if field.attname in there else _none_of(field)
        for field in fields
    }
    return sql.SQL(
        "INSERT INTO {into} ({names}, run_id, kind, was, was_reason, now, now_reason)"
        " SELECT {values}, %(run)s, {kind}, old.{number}, old.{reason}, new.{number}, coalesce(new.{reason}, '')"
        " FROM {plan} plan JOIN {table} old ON old.id = plan.old_id LEFT JOIN {stage} new ON new.ctid = plan.new_place"
        " WHERE old.{number} IS DISTINCT FROM new.{number} AND {scope}"
    ).format(
        into=sql.Identifier(moving.into._meta.db_table),
        names=_listed(named),
        values=sql.SQL(", ").join(cast(Sequence[sql.Composable], list(named.values()))),
        kind=sql.Literal(str(moving.kind)),
        number=sql.Identifier(moving.number),
        reason=sql.Identifier(moving.reason),
        plan=sql.Identifier(plan),
        table=sql.Identifier(model._meta.db_table),
        stage=sql.Identifier(stage),
        scope=sql.SQL("old.scope = {}").format(sql.Literal(moving.scope)) if moving.scope else sql.SQL("true"),
    )


def _none_of(field: models.Field) -> sql.Composable:  # type: ignore[type-arg]
    return sql.SQL("NULL") if field.null else sql.Literal("")


def _listed(names: Mapping[str, object]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


NARROWED = """
DELETE FROM results_statemove move USING {table} now
WHERE now.seen_by = 'districts' AND move.seen_by = 'everybody' AND move.kind = %(kind)s AND ({keys}) = ({now_keys})
    AND now.school_year = ANY(%(years)s)
"""


def narrow_moves(years: Sequence[int]) -> None:
    """What a number of the state was, is for no more eyes than the number is now. After everything is written."""
    for model in (StateValue, StateGap):
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
