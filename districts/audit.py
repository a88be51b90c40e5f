"""The audit trail: one append-only chain of events a district, each hash covering the one before.

Actions call `record` in their own transaction, so an act and its event stand or fall together.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from districts.locks import Lock, wait_for
from districts.models import AuditEvent, Membership
from districts.wall import OutsideScope, current_scope

START = "0" * 64
SYSTEM = "equityplan"


@dataclass(frozen=True)
class ChainReport:
    """What a walk along a district's chain found. `head` may be kept elsewhere: it also covers the chain's length."""

    events: int
    head: str
    broken_at: int | None
    what: str = ""

    @property
    def ok(self) -> bool:
        return self.broken_at is None


def record(
    *, verb: str, obj: models.Model, detail: dict[str, Any], by: Membership | str | None, district_id: int | None = None
) -> AuditEvent:
    """Append an event to the chain of the district that `obj` belongs to, or of `district_id` for shared objects.

    `by` is the acting membership, a person's name, or None for the system itself. `detail` holds ids and counts, never
    a person-level value.
    """
    owner = district_id or getattr(obj, "district_id", None) or scope_district()
    if owner is None:
        raise ValueError("say whose chain the event belongs to: district_id=…")
    wait_for(Lock.AUDIT_CHAIN, owner)
    before = AuditEvent.objects.filter(district_id=owner).order_by("-number").values_list("number", "hash")
    number, previous = before.first() or (0, START)
    event = AuditEvent(
        district_id=owner,
        number=number + 1,
        at=timezone.now(),
        actor_name=name_of(by),
        verb=verb,
        object_type=obj._meta.label,
        object_id=str(obj.pk),
        detail=json.loads(json.dumps(detail, cls=DjangoJSONEncoder)),
        previous_hash=previous,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def hash_of(event: AuditEvent) -> str:
    """sha256 over the previous hash and everything the event says."""
    said = [
        event.previous_hash,
        event.district_id,
        event.number,
        event.at.isoformat(),
        event.actor_name,
        event.verb,
        event.object_type,
        event.object_id,
        _as_stored(event.detail),
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def check_chain(district_id: int, *, head: str | None = None) -> ChainReport:
    """Walk the chain from its first event. Finds a changed, missing, swapped or added event.

    Events cut off at the end leave a sound, shorter chain: give the `head` of an earlier report to find that as well.
    """
    scope = current_scope()
    if scope is not None and scope.kind == "district" and scope.district_id != district_id:
        raise OutsideScope(f"the chain of district {district_id} cannot be seen from {scope}")
    report, heads = _walk(AuditEvent.objects.filter(district_id=district_id).order_by("number").iterator())
    if report.ok and head is not None and head not in heads:
        return ChainReport(report.events, report.head, report.events + 1, "events after the end are missing")
    return report


def check_part(events: Sequence[AuditEvent]) -> ChainReport:
    """The same for events that follow one another, and their link to the one before them. One query."""
    ordered = sorted(events, key=lambda event: event.number)
    if not ordered or ordered[0].number == 1:
        return _walk(ordered)[0]
    first = ordered[0]
    before = AuditEvent.objects.filter(district_id=first.district_id, number=first.number - 1).first()
    if before is None:
        return ChainReport(0, START, first.number - 1, f"event {first.number - 1} is missing")
    return _walk(ordered, count=before.number, previous=before.hash)[0]


def _walk(events: Iterable[AuditEvent], *, count: int = 0, previous: str = START) -> tuple[ChainReport, set[str]]:
    """How far `events` are sound, when they follow the event number `count` with the hash `previous`; and all hashes on
    the way.
    """
    begun, heads = count, {previous}
    for event in events:
        if what := _fault(event, count, previous):
            number = min(event.number, count + 1)
            return ChainReport(count - begun, previous, number, what), heads
        previous, count = event.hash, event.number
        heads.add(previous)
    return ChainReport(count - begun, previous, None), heads


def _fault(event: AuditEvent, count: int, previous: str) -> str:
    """What is wrong with the event that follows the event number `count`; empty where nothing is."""
    if event.number != count + 1:
        return f"event {count + 1} is missing"
    if event.previous_hash != previous:
        return f"event {event.number} does not follow event {count}"
    return "" if event.hash == hash_of(event) else f"event {event.number} was changed"


def scope_district() -> int | None:
    """The tenant of the current scope, where it has one."""
    scope = current_scope()
    return scope.district_id if scope else None


def _as_stored(value: Any) -> Any:
    """PostgreSQL gives a whole number back as an integer, however it was written."""
    if isinstance(value, dict):
        return {key: _as_stored(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_stored(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def name_of(by: Membership | str | None) -> str:
    """Who acted, in words: a member's name, a name as it is, or the system's own."""
    if by is None:
        return SYSTEM
    return by if isinstance(by, str) else by.name
