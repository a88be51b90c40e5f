"""The library of resources is kept, and the agency notes how it has supported districts."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from districts.access import refuse_stranger
from districts.audit import record
from districts.locks import Lock, wait_for
from districts.models import District, Membership
from monitoring.analysis.strategies.catalogue import Help

from ..models import EvaluationSupport, Resource, Strategy
from ..not_possible import NotPossible


@transaction.atomic
def keep_resource(
    *, content: Help, resource: Resource | None = None, is_retired: bool = False, by: Membership
) -> Resource:
    """Add a resource, or put other words in the place of one's. Call inside `in_state`."""
    refuse_stranger(by, "catalogue.keep", "state")
    wait_for(Lock.STRATEGIES)
    others = Resource.objects.exclude(pk=resource.pk) if resource else Resource.objects.all()
    if others.filter(title__iexact=content.title).exists():
        raise NotPossible(f"“{content.title}” is in the library already.")
    known = set(Strategy.objects.values_list("key", flat=True))
    if unknown := [key for key in content.strategies if key not in known]:
        raise NotPossible(f"{', '.join(unknown)}: there is no such strategy.")
    kept = resource or Resource()
    for name, value in vars(content).items():
        setattr(kept, name, list(value) if isinstance(value, tuple) else value)
    kept.is_retired = is_retired
    kept.save()
    record(verb="resource.kept", obj=kept, detail={"title": kept.title}, by=by)
    return kept


@transaction.atomic
def note_support(
    *, district: District, day: dt.date, kind: str, office: str, people: int | None, text: str, by: Membership
) -> EvaluationSupport:
    """Note how the agency has supported a district's evaluation system. Call inside `in_state`."""
    refuse_stranger(by, "support.note", "state")
    if day > localdate():
        raise NotPossible("Support is noted when it was given: name a day that has come.")
    made = EvaluationSupport.objects.create(
        about=district, day=day, kind=kind, office=office, people=people, text=text.strip(), by_name=by.name
    )
    record(verb="support.noted", obj=made, detail={"district": district.name, "kind": kind}, by=by)
    return made
