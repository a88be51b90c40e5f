"""Definitions as pages and computations read them. What a scope may not see is not there: the database says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import QuerySet

from monitoring.analysis.definitions.definition import Definition
from monitoring.analysis.definitions.in_force import Defined, Entry, InForce, shipped_in_force
from monitoring.analysis.definitions.lifecycle import Returned, Step, returned
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES

from .models import ASIDE, DRAFTED, ENDED, WROTE, DefinitionAct, StoredDefinition


@dataclass(frozen=True)
class History:
    """A definition with all acts on it, the first one first."""

    stored: StoredDefinition
    acts: tuple[DefinitionAct, ...]

    @property
    def definition(self) -> Definition:
        return self.stored.as_definition(self.acts)

    @property
    def last_step(self) -> DefinitionAct | None:
        """The last act that has changed it, its state or its years."""
        return next((act for act in reversed(self.acts) if act.act not in ASIDE), None)

    @property
    def is_shipped(self) -> bool:
        """Whether the program has written it, and no person."""
        return any(one.act == DRAFTED and one.person_id is None for one in self.acts)

    def was_written_by(self, person_id: int) -> bool:
        """Whether a person has drafted or changed it, put it forward, or recorded the evidence that it needs."""
        return any(one.act in WROTE and one.person_id == person_id for one in self.acts)


def returned_by(histories: Mapping[int, History], one: Definition) -> tuple[Returned, ...]:
    """What its retirement does, to be told before it is done: those that its activation has ended or retired, and that
    nobody has taken a step on since, hold again.
    """
    steps = ((each, each.last_step) for each in histories.values())
    ended = [
        replace(each.definition, last_year=act.held_until)
        for each, act in steps
        if act is not None and act.act in (ENDED, Step.RETIRE.value) and act.because_of == one.version
    ]
    return returned(one, ended, definitions_of(histories))


def in_force(measure_id: str = "") -> InForce:
    """The definitions that were ever active, of all measures or of one: by which of them figures are computed or were
    published. In any scope, or none. One query.
    """
    of_measure = {"measure": measure_id} if measure_id else {}
    stored = StoredDefinition.objects.filter(**of_measure, was_active=True)
    return InForce(tuple(one.as_definition() for one in stored))


class Wording:
    """Measures in the words of the definitions that figures were made by. One query, where any of them is not one that
    the program ships.
    """

    def __call__(self, figure: Defined) -> Measure:
        found = shipped_in_force().with_hash(figure.measure, figure.definition_hash)
        return found.measure if found else self._stored.worded(figure)

    @cached_property
    def _stored(self) -> InForce:
        return in_force()


def catalogue_for_everybody() -> tuple[Entry, ...]:
    """Every measure by the definition that is in force, or by which it is published. One query."""
    known = in_force()
    return tuple(known.entry(known.newest(name)) for name in MEASURES)


def entry_of(measure_id: str, versions: Iterable[Definition]) -> Entry:
    """Likewise one measure, of its versions."""
    known = InForce(tuple(versions))
    return known.entry(known.newest(measure_id))


def versions_for_everybody(measure_id: str) -> tuple[Definition, ...]:
    """The versions of a measure that were ever active, and what is promised, in their order; of the agency's scope all.
    One query.
    """
    return tuple(one.as_definition() for one in StoredDefinition.objects.filter(measure=measure_id))


def definitions_in_scope() -> QuerySet[StoredDefinition]:
    """Every definition that the scope may see, by measure and version."""
    return StoredDefinition.objects.all()


def definitions_for_ese() -> tuple[Definition, ...]:
    """Every version of every measure: those whose review or day is soonest first. One query."""
    known = [one.as_definition() for one in StoredDefinition.objects.all()]
    order = list(MEASURES)
    return tuple(sorted(known, key=lambda one: (_awaited(one), order.index(one.measure_id), one.version)))


def _awaited(one: Definition) -> tuple[bool, dt.date]:
    """By when somebody should look at it; what is over comes last."""
    return one.is_over, one.due or one.review_date or dt.date.max


def histories_for_ese(measure_id: str) -> dict[int, History]:
    """All versions of a measure with their acts, by version. Two queries, in the agency's scope."""
    stored = list(StoredDefinition.objects.filter(measure=measure_id))
    acts: dict[int, list[DefinitionAct]] = {}
    for act in DefinitionAct.objects.filter(definition__in=[one.pk for one in stored]):
        acts.setdefault(act.definition_id, []).append(act)
    return {one.version: History(one, tuple(acts.get(one.pk, ()))) for one in stored}


def definitions_of(histories: Mapping[int, History]) -> Sequence[Definition]:
    return [one.definition for one in histories.values()]
