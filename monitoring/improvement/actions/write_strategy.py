"""Strategies are written: the state's by whoever keeps the catalogue, a district's own by the district. A change is
another version, and earlier ones stay.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import Membership
from monitoring.analysis.strategies.catalogue import Tier, Words, unknown_ids

from ..models import OwnStrategy, OwnStrategyVersion, Strategy, StrategyVersion
from ..models.strategy import LONGEST_ID, fields_of
from ..not_possible import NotPossible

SAME = "Nothing is another than in the version before."


@transaction.atomic
def write_strategy(
    *, words: Words, why: str, strategy: Strategy | None = None, seen: int | None = None, by: Membership
) -> StrategyVersion:
    """A further version of a strategy of the catalogue, or the first of an optional one. `seen`: the version that
    whoever writes has before them. Call inside `in_state`.
    """
    refuse_stranger(by, "catalogue.keep", "state")
    _refuse_unknown(words)
    wait_for(Lock.STRATEGIES)
    strategy = strategy or _new(words.title)
    before = StrategyVersion.objects.filter(strategy=strategy).first()
    version = _next_version(before, words, seen)
    made = StrategyVersion.objects.create(
        strategy=strategy, version=version, by_name=by.name, why=why, **fields_of(words)
    )
    record(verb="strategy.written", obj=made, detail={"version": version, "title": made.title}, by=by)
    return made


@transaction.atomic
def retire_strategy(*, strategy: Strategy, by: Membership) -> Strategy:
    """Offer an optional strategy no more. Who has adopted it goes on as before. Call inside `in_state`."""
    refuse_stranger(by, "catalogue.keep", "state")
    wait_for(Lock.STRATEGIES)
    found = Strategy.objects.get(pk=strategy.pk)
    if found.tier == Tier.KEY:
        raise NotPossible("The plan names its key strategies: change the plan first.")
    if found.retired_on is None:
        found.retired_on = localdate()
        found.save(update_fields=["retired_on"])
        title = StrategyVersion.objects.filter(strategy=found).values_list("title", flat=True)[0]
        record(verb="strategy.retired", obj=found, detail={"title": title}, by=by)
    return found


@transaction.atomic
def write_own_strategy(
    *, words: Words, why: str = "", own: OwnStrategy | None = None, seen: int | None = None, by: Membership
) -> OwnStrategyVersion:
    """A further version of one of the district's own strategies, or the first of a new one. Call inside
    `in_district`.
    """
    refuse_stranger(by, "strategies.adopt")
    _refuse_unknown(words)
    wait_for(Lock.STRATEGIES, by.district_id)
    own = own or OwnStrategy.objects.create(district_id=by.district_id, number=OwnStrategy.objects.count() + 1)
    before = OwnStrategyVersion.objects.filter(own=own).first()
    version = _next_version(before, words, seen)
    made: OwnStrategyVersion = OwnStrategyVersion.objects.create(
        district_id=by.district_id, own=own, version=version, by_name=by.name, why=why, **fields_of(words)
    )
    record(verb="strategy.written", obj=made, detail={"version": version, "title": made.title}, by=by)
    return made


def _new(title: str) -> Strategy:
    key = slugify(title)[:LONGEST_ID].strip("-")
    if not key or Strategy.objects.filter(key=key).exists():
        raise NotPossible(f"“{title}” is too much like the name of a strategy that is there: give it another.")
    return Strategy.objects.create(key=key, tier=Tier.OPTIONAL, place=Strategy.objects.count() + 1)


def _next_version(before: StrategyVersion | OwnStrategyVersion | None, words: Words, seen: int | None) -> int:
    if before is None:
        return 1
    if seen is not None and seen != before.version:
        raise NotPossible("Somebody has written another version meanwhile: look at it, and then write yours.")
    if before.words == words:
        raise NotPossible(SAME)
    return before.version + 1


def _refuse_unknown(words: Words) -> None:
    if unknown := unknown_ids(words):
        raise NotPossible(f"{', '.join(unknown)}: this is in no list of the program.")
