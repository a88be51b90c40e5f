"""A district takes a strategy up, and says how far it is. Each word is another step; none is changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership, School
from districts.school_year import SchoolYear
from monitoring.analysis.groups import GROUPS
from monitoring.analysis.measures import GAP_MEASURES
from monitoring.analysis.strategies.adoption import FIRST, MOVES, NEEDS_REASON, Stage, stage_on
from monitoring.analysis.strategies.catalogue import OBJECTIVES

from ..models import Adoption, AdoptionStep, OwnStrategy, Strategy, steps_of
from ..not_possible import NotPossible
from ..queries.adoptions import newest_version


@dataclass(frozen=True)
class Terms:
    """What a district means to do; fields as of AdoptionStep."""

    schools: tuple[str, ...] = ()
    lead: str = ""
    objectives: tuple[str, ...] = ()
    measure: str = ""
    group: str = ""
    change: Decimal | None = None
    by_year: int | None = None
    dollars: int | None = None
    hours: int | None = None
    is_pilot: bool = False


@transaction.atomic
def adopt_strategy(
    *, strategy: Strategy | OwnStrategy, stage: Stage, since: dt.date, terms: Terms, by: Membership
) -> Adoption:
    """Consider or adopt a strategy. Call inside `in_district`."""
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.STRATEGIES, by.district_id)
    if stage not in FIRST:
        raise NotPossible("A strategy is first considered or adopted.")
    of = {"own": strategy} if isinstance(strategy, OwnStrategy) else {"strategy": strategy}
    if isinstance(strategy, Strategy) and strategy.retired_on:
        raise NotPossible("The state offers this strategy no more.")
    _refuse_twice(of)
    made = Adoption.objects.create(district_id=by.district_id, number=Adoption.objects.count() + 1, **of)
    _add_step(made, [], stage, since, terms, by)
    return made


@transaction.atomic
def record_step(
    *,
    adoption: Adoption,
    stage: Stage,
    since: dt.date,
    terms: Terms,
    reason: str = "",
    unintended: str = "",
    seen: int | None = None,
    by: Membership,
) -> AdoptionStep:
    """What holds from a day on. `seen`: the number of the last step that whoever says so has before them. Call inside
    `in_district`.
    """
    refuse_stranger(by, "strategies.adopt")
    wait_for(Lock.STRATEGIES, by.district_id)
    steps = list(AdoptionStep.objects.filter(adoption=adoption))
    if seen is not None and seen != len(steps):
        raise NotPossible("Somebody has recorded another step meanwhile: look at it, and then record yours.")
    now = Stage(steps[-1].stage)
    if stage is not now and stage not in MOVES[now]:
        raise NotPossible(f"What is {now.value} cannot be {stage.value} next.")
    if now is Stage.ENDED:
        raise NotPossible("It has ended. Adopt the strategy anew, and both stay on record.")
    if stage in NEEDS_REASON and not reason.strip():
        raise NotPossible(f"Say why it is {stage.value}: those who look at it in three years will want to know.")
    return _add_step(adoption, steps, stage, since, terms, by, reason=reason.strip(), unintended=unintended.strip())


def _add_step(
    adoption: Adoption,
    before: list[AdoptionStep],
    stage: Stage,
    since: dt.date,
    terms: Terms,
    by: Membership,
    **texts: str,
) -> AdoptionStep:
    _refuse_terms(terms)
    if since > localdate():
        raise NotPossible("A step is recorded when its day has come: name a day that is not in the future.")
    if before and (first := before[0].since) > since:
        raise NotPossible(f"It was first taken up on {first:%B} {first.day}, {first.year}: nothing can be before that.")
    version = newest_version(adoption)
    given = asdict(terms) | {"schools": list(terms.schools), "objectives": list(terms.objectives)}
    made: AdoptionStep = AdoptionStep.objects.create(
        district_id=by.district_id,
        adoption=adoption,
        number=len(before) + 1,
        stage=stage.value,
        since=since,
        version=version.version,
        by_name=by.name,
        by_role=by.role,
        **given,
        **texts,
    )
    detail = {"title": version.title, "stage": stage.value, "since": since.isoformat()}
    record(verb="strategy.step", obj=made, detail=detail, by=by)
    return made


def _refuse_twice(of: dict[str, Any]) -> None:
    """One that has not ended is not adopted once more."""
    for one in Adoption.objects.filter(**of):
        if stage_on(steps_of(AdoptionStep.objects.filter(adoption=one)), localdate()) is not Stage.ENDED:
            raise NotPossible("The district has this strategy already: record the next step there.")


def _refuse_terms(terms: Terms) -> None:
    own = set(School.objects.values_list("org_code", flat=True)) if terms.schools else set()
    if unknown := [code for code in terms.schools if code not in own]:
        raise NotPossible(f"{', '.join(unknown)}: no such school is the district’s.")
    if terms.measure and terms.measure not in GAP_MEASURES:
        raise NotPossible(f"{terms.measure}: gaps are not computed of this measure.")
    if terms.group and terms.group not in GROUPS:
        raise NotPossible(f"{terms.group}: there is no such group.")
    if bool(terms.measure) != bool(terms.group):
        raise NotPossible("A gap has a measure and a group: name both, or neither.")
    if terms.change is not None and not terms.measure:
        raise NotPossible("Name the gap that is expected to get smaller.")
    if unknown := [one for one in terms.objectives if one not in OBJECTIVES]:
        raise NotPossible(f"{', '.join(unknown)}: there is no such objective.")
    if terms.by_year is not None:
        SchoolYear(terms.by_year)


def terms_of(step: AdoptionStep) -> Terms:
    """The terms that a step keeps, for the next one to begin with."""
    given = {name: getattr(step, name) for name in asdict(Terms())}
    return replace(Terms(**given), schools=tuple(step.schools), objectives=tuple(step.objectives))
