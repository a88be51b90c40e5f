"""The files that runs read are described once, so that a number can be followed to its file without opening intake."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from monitoring.intake.models import Snapshot

from .current_inputs import CurrentState
from .models import DistrictSource, StateSource

Described = type[StateSource] | type[DistrictSource]
MODELS: tuple[Described, ...] = (StateSource, DistrictSource)


def note_sources(current: CurrentState, number: int) -> int:
    """Describe the snapshots this run reads, and close those that are no longer current. Returns of how many files it
    reads any for the first time.
    """
    now = {one.id for one in current.sources} | {snapshot for one in current.sums for snapshot in one.sums.snapshots}
    open_ones = {model: set(_noted(model).filter(last_run=None).values_list("pk", flat=True)) for model in MODELS}
    fresh = now.difference(*open_ones.values())
    for model, are_open in open_ones.items():
        if gone := are_open - now:
            _noted(model).filter(pk__in=gone).update(last_run=number - 1)
        if fresh:
            back = _noted(model).filter(pk__in=fresh).exclude(last_run=None)
            fresh -= set(back.values_list("pk", flat=True))
            back.update(last_run=None)
    return len({row.upload_id for row in _describe(current, sorted(fresh), number)})


def _noted(model: Described) -> QuerySet[Any]:
    return model._default_manager.order_by()


def _describe(current: CurrentState, fresh: Collection[uuid.UUID], number: int) -> list[StateSource | DistrictSource]:
    if not fresh:
        return []
    exchanged = {one.id: list(one.exchanged) for one in current.sources}
    snapshots = Snapshot.objects.filter(pk__in=list(fresh)).select_related("upload", "district").order_by("pk")
    of_state, of_districts = [], []
    for one in snapshots:
        said = _description(one) | {"exchanged": exchanged.get(one.pk, []), "first_run": number}
        if one.district.is_state:
            of_state.append(StateSource(**said))
        else:
            of_districts.append(DistrictSource(**said, district_id=one.district_id))
    return [*StateSource.objects.bulk_create(of_state), *DistrictSource.objects.bulk_create(of_districts)]


def _description(snapshot: Snapshot) -> dict[str, Any]:
    upload = snapshot.upload
    return {
        "snapshot_id": snapshot.pk,
        "upload_id": upload.pk,
        "file_name": upload.file_name,
        "report": snapshot.report,
        "dataset": snapshot.dataset,
        "school_year": snapshot.school_year,
        "content_hash": snapshot.content_hash,
        "uploaded_at": upload.received_at,
    }
