"""Steps of a definition's lifecycle, with what they ask of the results. For the agency, in its scope."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from districts.locks import Lock, wait_for
from districts.models import Membership
from districts.outbox import enqueue
from monitoring.analysis.definitions.definition import State
from monitoring.analysis.definitions.lifecycle import MOVES, Consequence, Returned, Step
from monitoring.definitions import actions
from monitoring.definitions.models import StoredDefinition
from monitoring.definitions.queries import definitions_of, histories_for_ese
from monitoring.intake.topics import EXPERIENCES_TOPIC, INDEX_TOPIC, RECOMPUTE_TOPIC

from .actions import OF_DEFINITIONS
from .dual_runs.asking import latest_dual_run, standing_of


def take_step(
    *,
    measure: str,
    version: int,
    step: Step,
    reason: str = "",
    due: dt.date | None = None,
    seen: str | None = None,
    by: Membership,
) -> tuple[StoredDefinition, tuple[Consequence | Returned, ...]]:
    """Take a definition a step on. Where another one is in force by it, what uses it is computed anew: the sums of the
    years in which it holds, and the results of these; what does not use it stays. Raises NotPossible.
    """
    with transaction.atomic():
        wait_for(Lock.DEFINITIONS)
        known = definitions_of(histories_for_ese(measure))
        one = next(each for each in known if each.version == version)
        others = [each for each in known if each.version != version]
        standing = standing_of(latest_dual_run(measure, version), one, others)
        done = actions.take_step(
            measure=measure, version=version, step=step, reason=reason, due=due, dual_run=standing, seen=seen, by=by
        )
        if State.ACTIVE in (MOVES[step].target, *MOVES[step].sources):
            for topic in (INDEX_TOPIC, EXPERIENCES_TOPIC) if one.rule else (RECOMPUTE_TOPIC,):
                enqueue(topic=topic, key="all", payload={"trigger": OF_DEFINITIONS}, district_id=by.district_id)
    return done
