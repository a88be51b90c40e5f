"""The files that runs read are described once, so that a number can be followed to its file without opening intake."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Set
from typing import Any

import polars as pl
from django.db.models import QuerySet

from districts.models import District
from monitoring.intake.models import Snapshot

from .current_inputs import CurrentState
from .database_frames import insert_rows
from .frames import Schema
from .models import DistrictSource, StateSource

Described = type[StateSource] | type[DistrictSource]
STRINGS = pl.List(pl.String)
DESCRIBED: Schema = {
    "upload_id": pl.String,
    "file_name": pl.String,
    "uploaded_at": pl.Datetime(time_zone="UTC"),
    "district_id": pl.Int64,
    "report": pl.String,
    "dataset": pl.String,
    "school_year": pl.Int16,
    "content_hash": pl.String,
}
MODELS: tuple[Described, ...] = (StateSource, DistrictSource)


def note_sources(current: CurrentState, number: int, before: Set[uuid.UUID] | None = None) -> int:
    """Describe the snapshots this run reads, and close those that are no longer current. Returns of how many files it
    reads any for the first time. `before`: those that the last run has read, where they are known.
    """
    now = current.snapshots
    known = _open_ones() if before is None else before
    gone, fresh = known - now, set(now - known)
    for model in MODELS:
        if gone:
            _noted(model).filter(pk__in=gone, last_run=None).update(last_run=number - 1)
        if fresh:
            back = _noted(model).filter(pk__in=fresh).exclude(last_run=None)
            fresh -= set(back.values_list("pk", flat=True))
            back.update(last_run=None)
    return _describe(current, fresh, number) if fresh else 0


def _open_ones() -> set[uuid.UUID]:
    return {key for model in MODELS for key in _noted(model).filter(last_run=None).values_list("pk", flat=True)}


def _noted(model: Described) -> QuerySet[Any]:
    return model._default_manager.order_by()


def _describe(current: CurrentState, fresh: Collection[uuid.UUID], number: int) -> int:
    """Of how many files they are."""
    exchanged = {str(one.id): list(one.exchanged) for one in current.sources if one.exchanged}
    names = {"upload_id": "upload_id", "file_name": "upload__file_name", "uploaded_at": "upload__received_at"}
    names |= {name: name for name in ("district_id", "report", "dataset", "school_year", "content_hash")}
    found = Snapshot.objects.filter(pk__in=fresh).order_by("pk").values_list("pk", "district__kind", *names.values())
    rows = pl.DataFrame(
        [(str(key), kind == District.Kind.STATE, str(upload), *rest) for key, kind, upload, *rest in found],
        schema={"snapshot_id": pl.String, "is_of_state": pl.Boolean, **DESCRIBED},
        orient="row",
    ).with_columns(first_run=pl.lit(number), last_run=pl.lit(None, pl.Int32))
    rows = rows.with_columns(exchanged=pl.Series([exchanged.get(key, []) for key in rows["snapshot_id"]]).cast(STRINGS))
    for model, is_its in ((StateSource, pl.col("is_of_state")), (DistrictSource, ~pl.col("is_of_state"))):
        if not (its := rows.filter(is_its)).is_empty():
            insert_rows(model, its)
    return rows["upload_id"].n_unique()
