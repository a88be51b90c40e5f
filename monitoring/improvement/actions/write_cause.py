"""The library of causes: stored when a database is set up, written on by whoever keeps the catalogue."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from districts.access import refuse_stranger
from districts.audit import SYSTEM, record
from districts.locks import Lock, wait_for
from districts.models import Membership
from monitoring.analysis.strategies.causes import CauseWords, shipped_causes, unknown_in

from ..models import Cause, CauseVersion, Strategy
from ..models.cause import fields_of_cause
from ..models.strategy import LONGEST_ID
from ..not_possible import NotPossible
from .ship_strategies import WHY
from .write_strategy import SAME


def ship_causes() -> int:
    """Store those that are not there; what is stored stays as it is. Called within `across_districts`. Returns how
    many.
    """
    wait_for(Lock.STRATEGIES)
    known = set(Cause.objects.values_list("key", flat=True))
    missing = [(place, one) for place, one in enumerate(shipped_causes(), start=1) if one.id not in known]
    for place, one in missing:
        made = Cause.objects.create(key=one.id, place=place)
        CauseVersion.objects.create(cause=made, version=1, by_name=SYSTEM, why=WHY, **fields_of_cause(one.words))
    return len(missing)


@transaction.atomic
def write_cause(
    *, words: CauseWords, why: str, cause: Cause | None = None, seen: int | None = None, by: Membership
) -> CauseVersion:
    """A further version of a cause of the library, or the first of a new one. `seen`: the version that whoever writes
    has before them. Call inside `in_state`.
    """
    refuse_stranger(by, "catalogue.keep", "state")
    wait_for(Lock.STRATEGIES)
    cause = cause or _new(words.title)
    strategies = Strategy.objects.values_list("key", flat=True)
    others = Cause.objects.exclude(pk=cause.pk).values_list("key", flat=True)
    if unknown := unknown_in(words, others, strategies):
        raise NotPossible(f"{', '.join(unknown)}: a cause is linked with other causes and with strategies that exist.")
    before = CauseVersion.objects.filter(cause=cause).first()
    if before and seen is not None and seen != before.version:
        raise NotPossible("Somebody has written another version meanwhile: look at it, and then write yours.")
    if before and before.words == words:
        raise NotPossible(SAME)
    version = before.version + 1 if before else 1
    made = CauseVersion.objects.create(cause=cause, version=version, by_name=by.name, why=why, **fields_of_cause(words))
    record(verb="causes.written", obj=made, detail={"version": version, "title": made.title}, by=by)
    return made


def _new(title: str) -> Cause:
    key = slugify(title)[:LONGEST_ID].strip("-")
    if not key or Cause.objects.filter(key=key).exists():
        raise NotPossible(f"“{title}” is too much like the name of a cause that is there: give it another.")
    return Cause.objects.create(key=key, place=Cause.objects.count() + 1)
