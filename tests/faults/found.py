"""What is there after recovery: read from the city's database and disk, with Django set up for its home."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection, models

from districts import audit, outbox
from districts.models import AuditEvent, District, Job
from districts.wall import across_districts, in_job
from monitoring.intake import files, tasks
from monitoring.intake.models import Comparison, Finding, Snapshot, Upload
from monitoring.intake.topics import CHECK_TOPIC
from monitoring.results import actions as results
from tests.results.stored import contents

WHY = "tests: what is there after faults"


@dataclass(frozen=True)
class Frozen:
    """A snapshot: of what, how many rows, and the sums of its columns of numbers."""

    dataset: str
    year: int
    rows: int
    sums: dict[str, int]
    content_hash: str
    is_current: bool


@dataclass(frozen=True)
class Stored:
    """An upload. `events`: how many of each verb its chain holds; `told`: the state of its last check's event."""

    id: str
    district: str
    person: str
    key: str | None
    sha256: str
    state: str
    has_ended: bool
    received_at: datetime
    events: Counter[str]
    told: str
    job: str
    attempts: int
    frozen: tuple[Frozen, ...]
    rules: str = ""


@dataclass(frozen=True)
class Found:
    """`strays`: stored files without a row; `lost`: rows whose file is gone or another; `computed`: a hash of each
    table of results as stored, `anew`: as computed from nothing. `forgotten`: results are out of date and nobody knows.
    """

    uploads: tuple[Stored, ...]
    strays: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    broken_chains: tuple[str, ...] = ()
    unfinished_jobs: int = 0
    forgotten: bool = False
    computed: dict[str, str] = field(default_factory=dict)
    anew: dict[str, str] = field(default_factory=dict)
    swept: int = 0
    events: int = 0


def wait_until_quiet(patience: float) -> float:
    """Until no job is unfinished, or for so long nothing has become of any. Returns how many seconds it took."""
    began = moved = time.monotonic()
    connection.close()  # it may have been killed with the others
    before = 0
    while (left := outbox.unfinished()) and time.monotonic() - moved < patience:
        moved, before = (time.monotonic() if left != before else moved), left
        time.sleep(0.2)
    return time.monotonic() - began


def look() -> Found:
    """Everything. What kills left behind is swept first, as the product does each hour; then nothing may be left."""
    files.UNFINISHED_SECONDS = 0.0
    swept = tasks.sweep_files()
    outbox_left = outbox.unfinished()
    with across_districts(reason=WHY):
        uploads = tuple(_stored(one) for one in _uploads())
        forgotten = results.ask_where_stale()
    computed = contents()
    return Found(
        uploads=uploads,
        strays=tuple(_strays()),
        lost=tuple(_lost()),
        broken_chains=tuple(_broken_chains()),
        unfinished_jobs=outbox_left,
        forgotten=forgotten,
        computed=computed,
        anew=_computed_anew(),
        swept=swept,
        events=_events(),
    )


def _uploads() -> Iterable[Upload]:
    return Upload.objects.select_related("district").prefetch_related("proposals", "snapshots").order_by("received_at")


def _stored(upload: Upload) -> Stored:
    events = list(AuditEvent.objects.filter(object_id=str(upload.pk)).order_by("number"))
    checks = [event.detail["state"] for event in events if event.verb == "upload.checked"]
    job = Job.objects.filter(topic=CHECK_TOPIC, key=str(upload.pk)).first()
    return Stored(
        id=str(upload.pk),
        district=upload.district.org_code,
        person=upload.sent_by_name,
        key=upload.idempotency_key,
        sha256=upload.content_hash,
        state=upload.state,
        has_ended=upload.has_ended,
        received_at=upload.received_at,
        events=Counter(event.verb for event in events),
        told=checks[-1] if checks else "",
        job=job.state if job else "",
        attempts=job.attempts if job else 0,
        frozen=tuple(_frozen(one) for one in upload.snapshots.all()),
        rules=", ".join(f"{one.rule_id} {one.details}" for one in Finding.objects.filter(upload=upload)),
    )


def _frozen(snapshot: Snapshot) -> Frozen:
    try:
        frame = files.read_snapshot(snapshot)
    except files.FileDamaged:  # told with the lost ones
        frame = pl.DataFrame()
    numbers = ("numerator", "denominator", "enrolled")
    sums = {name: int(frame[name].sum() or 0) for name in numbers if name in frame.columns}
    return Frozen(
        snapshot.dataset,
        snapshot.school_year or 0,
        frame.height,
        sums,
        snapshot.content_hash,
        snapshot.is_current,
    )


def _tenants() -> list[int]:
    return list(District.objects.values_list("pk", flat=True))


def _strays() -> Iterable[str]:
    for district_id in _tenants():
        with in_job(district_id):
            yield from sorted(files.stored_names(district_id) - {row.stored_name for row in _with_files(district_id)})


def _lost() -> Iterable[str]:
    for district_id in _tenants():
        with in_job(district_id):
            for row in _with_files(district_id):
                try:
                    files.open_stored(row)
                except files.FileDamaged as trouble:
                    yield str(trouble)


def _with_files(district_id: int) -> list[Any]:
    kept = Upload.objects.filter(district_id=district_id).exclude(original=Upload.Original.REMOVED)
    others = [model.objects.filter(district_id=district_id) for model in (Snapshot, Comparison)]
    return [row for rows in (kept, *others) for row in rows if row.stored_name]


def _broken_chains() -> Iterable[str]:
    with across_districts(reason=WHY):
        for district in District.objects.order_by("org_code"):
            report = audit.check_chain(district.pk)
            if not report.ok:
                yield f"{district.org_code}: {report.what}"


def _events() -> int:
    with across_districts(reason=WHY):
        return AuditEvent.objects.count()


def _computed_anew() -> dict[str, str]:
    """All results thrown away and computed from the snapshots."""
    with across_districts(reason=WHY):
        for model in results.TABLES:
            rows: models.QuerySet[Any] = model._default_manager.all()
            rows.delete()
        results.recompute(trigger="faults", anew=True)
    return contents()
