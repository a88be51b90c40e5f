"""What a district has taken up, and how far it is. As the scope allows: a district its own, the agency all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from districts.models import District
from monitoring.analysis.strategies.adoption import IN_FORCE, Span, Stage, spans_of, stage_on
from monitoring.analysis.strategies.catalogue import Tier

from ..models import (
    Adoption,
    AdoptionStep,
    EvidenceFile,
    Milestone,
    OwnStrategyVersion,
    Progress,
    StrategyVersion,
    steps_of,
)

Version = StrategyVersion | OwnStrategyVersion


@dataclass(frozen=True)
class Adopted:
    """An adoption with its steps in order, the strategy's newest version, and the last entry of its log."""

    adoption: Adoption
    version: Version
    steps: tuple[AdoptionStep, ...]
    last: Progress | None = None

    @property
    def title(self) -> str:
        return self.version.title

    @property
    def is_key(self) -> bool:
        return self.adoption.strategy is not None and self.adoption.strategy.tier == Tier.KEY

    @property
    def kind(self) -> str:
        of = self.adoption.strategy
        return "Own strategy" if of is None else Tier(of.tier).label

    @property
    def latest(self) -> AdoptionStep:
        """The word that was said last: its terms hold."""
        return self.steps[-1]

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        return spans_of(steps_of(self.steps))

    @property
    def stage(self) -> Stage:
        return self.spans[-1].stage

    @property
    def since(self) -> dt.date:
        return self.spans[-1].since

    @property
    def is_in_force(self) -> bool:
        return self.stage in IN_FORCE

    def stage_on(self, day: dt.date) -> Stage | None:
        return stage_on(steps_of(self.steps), day)


def adoptions_of_district(
    district: District, shared: Iterable[StrategyVersion] | None = None, own: Iterable[OwnStrategyVersion] | None = None
) -> list[Adopted]:
    """First those in force. Five queries; one less each where the newest versions of the catalogue (`shared`), of what
    is offered no more too, and of the district's own are at hand.
    """
    rows = list(Adoption.objects.filter(district=district).select_related("strategy"))
    steps = steps_by_adoption(AdoptionStep.objects.filter(district=district))
    entries = Progress.objects.filter(district=district).order_by("adoption_id", "-day", "-number")
    last = {one.adoption_id: one for one in entries.distinct("adoption_id")}
    versions = _newest(rows, shared, own)
    found = [Adopted(one, versions[one.pk], tuple(steps[one.pk]), last.get(one.pk)) for one in rows]
    order = list(Stage)
    return sorted(found, key=lambda one: (not one.is_in_force, order.index(one.stage), one.adoption.number))


def steps_by_adoption(rows: Iterable[AdoptionStep]) -> dict[int, list[AdoptionStep]]:
    """In order. A related manager of a tenant's rows asks anew each time, so that nothing is prefetched."""
    found: dict[int, list[AdoptionStep]] = defaultdict(list)
    for one in rows:
        found[one.adoption_id].append(one)
    return found


def _newest(
    rows: Iterable[Adoption], shared: Iterable[StrategyVersion] | None, own: Iterable[OwnStrategyVersion] | None
) -> dict[int, Version]:
    """By adoption the newest version of its strategy."""
    if shared is None:
        found = StrategyVersion.objects.filter(strategy__in={one.strategy_id for one in rows})
        shared = found.order_by("strategy_id", "-version").distinct("strategy_id")
    if own is None:
        written = OwnStrategyVersion.objects.filter(own__in={one.own_id for one in rows})
        own = written.order_by("own_id", "-version").distinct("own_id")
    of_state = {one.strategy_id: one for one in shared}
    of_own = {one.own_id: one for one in own}
    return {one.pk: of_own[one.own_id] if one.own_id else of_state[one.strategy_id or 0] for one in rows}


@dataclass(frozen=True)
class Taken:
    """A strategy of the catalogue that the district has taken up, and how far it is with it."""

    number: int
    stage: Stage
    objectives: tuple[str, ...]


def taken_by_key(district: District) -> dict[str, Taken]:
    """By the strategy's key the one taken up last, those ended too. One query."""
    steps: dict[tuple[int, str], list[AdoptionStep]] = defaultdict(list)
    rows = AdoptionStep.objects.filter(district=district).exclude(adoption__strategy=None)
    for one in rows.select_related("adoption__strategy").order_by("adoption__number", "number"):
        steps[one.adoption.number, one.adoption.strategy.key].append(one)
    return {
        key: Taken(number, spans_of(steps_of(of_one))[-1].stage, tuple(of_one[-1].objectives))
        for (number, key), of_one in steps.items()
    }


def adoption_by_number(district: District, number: int) -> Adopted | None:
    """One of the district's; None where there is none. Three queries."""
    rows = Adoption.objects.filter(district=district, number=number)
    found = rows.select_related("strategy", "own").first()
    if found is None:
        return None
    return Adopted(found, newest_version(found), tuple(AdoptionStep.objects.filter(adoption=found)))


def newest_version(adoption: Adoption) -> Version:
    if adoption.own_id is not None:
        return OwnStrategyVersion.objects.filter(own=adoption.own_id)[0]
    return StrategyVersion.objects.filter(strategy=adoption.strategy_id)[0]


def title_of(adoption: Adoption) -> str:
    return newest_version(adoption).title


@dataclass(frozen=True)
class MilestoneNow:
    """A milestone, and the entry that settled it; None while it is open."""

    milestone: Milestone
    settled: Progress | None

    def is_late(self, day: dt.date) -> bool:
        return self.settled is None and self.milestone.due < day


def milestones_of(adoption: Adoption) -> list[MilestoneNow]:
    """By the day they are due. Two queries."""
    settling = Progress.objects.filter(adoption=adoption).exclude(outcome="")
    settled = {one.milestone_id: one for one in settling}
    return [MilestoneNow(one, settled.get(one.pk)) for one in Milestone.objects.filter(adoption=adoption)]


def log_of(adoption: Adoption) -> QuerySet[Progress]:
    """The latest entry first."""
    return Progress.objects.filter(adoption=adoption).select_related("milestone")


def evidence_of(entries: Iterable[Progress]) -> dict[int, list[EvidenceFile]]:
    """By entry of the log; none in the agency's eyes, whose these files never are. One query."""
    found: dict[int, list[EvidenceFile]] = defaultdict(list)
    for one in EvidenceFile.objects.filter(progress__in=[entry.pk for entry in entries]):
        found[one.progress_id].append(one)
    return found
