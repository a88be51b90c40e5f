"""Work that cannot get lost: promised in the caller's transaction, done once, however often it is delivered.

A job row is written in the transaction that makes the work necessary. After commit it is sent to a worker; a relay
sends what was not sent, a reconciler takes back what no live lease holds, so the broker is disposable. A worker takes
a lease, and the handler's effects and the mark "done" commit together: a second delivery finds the job done, or
leased, and does nothing.
"""

import logging
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from districts.lease import kept_alive
from districts.models import Job
from districts.wall import across_districts, in_district
from districts.wall.scope import DATABASE

ATTEMPTS = 5
LEASE = timedelta(seconds=60)
RESEND_AFTER = timedelta(seconds=60)
UNFINISHED = (Job.State.WAITING, Job.State.SENT, Job.State.RUNNING)

log = logging.getLogger("districts.outbox")


class LeaseLost(RuntimeError):
    """Another worker took the job over while this one was at it; nothing of this run is kept."""


def enqueue(*, topic: str, key: str, payload: dict[str, Any], district_id: int) -> Job:
    """Promise work in the caller's transaction, and send it to a worker after commit.

    The key names the work within topic and district. Asked again while it waits, the job stays as it is; while it
    runs, it will run once more; finished, it starts anew. A different payload under the same key replaces the one that
    waits.
    """
    _handler_path(topic)
    job, is_new = Job.objects.get_or_create(
        district_id=district_id, topic=topic, key=key, defaults={"payload": payload}
    )
    if not is_new:
        job = _ask_again(job.id, payload)
    transaction.on_commit(lambda: send(job), using=DATABASE, robust=True)
    return job


def _ask_again(job_id: uuid.UUID, payload: dict[str, Any]) -> Job:
    job = Job.objects.select_for_update().get(pk=job_id)
    job.asked, job.payload = job.asked + 1, payload
    if job.state in (Job.State.DONE, Job.State.QUARANTINED):
        job.state, job.attempts, job.run_after, job.finished_at, job.last_error = (Job.State.WAITING, 0, None, None, "")
    job.save()
    return job


def _handler_path(topic: str) -> str:
    """The function that does the work: `def handle(*, district_id: int, payload: dict) -> None`."""
    topics: dict[str, str] = getattr(settings, "EQP_TOPICS", {})
    if topic not in topics:
        raise ValueError(f"no handler for topic {topic!r}: name one in settings.EQP_TOPICS")
    return topics[topic]


def send(job: Job) -> None:
    """Hand a job to the broker, then note it. Killed in between, it is sent twice, which does no harm."""
    from districts.tasks import run_job

    run_job.apply_async(kwargs={"job_id": str(job.id), "district_id": job.district_id}, retry=False)
    with in_district(job.district_id):
        Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(state=Job.State.SENT, sent_at=timezone.now())


def relay() -> int:
    """Send every job that waits and whose time has come. Returns how many."""
    with across_districts(reason="outbox: relay"):
        waiting = list(_due(timezone.now()).order_by("created_at")[:500])
    for job in waiting:
        send(job)
    return len(waiting)


def reconcile() -> int:
    """Take back what was sent and lost, or was running when its worker died. Returns how many."""
    now = timezone.now()
    lost = Q(state=Job.State.SENT, sent_at__lt=now - RESEND_AFTER)
    dead = Q(state=Job.State.RUNNING, lease_until__lt=now)
    with across_districts(reason="outbox: reconcile"):
        spent = Job.objects.filter(dead, attempts__gte=ATTEMPTS)
        set_aside = spent.update(
            state=Job.State.QUARANTINED,
            finished_at=now,
            last_error="The worker stopped without a word each time; the file may be too much for it.",
        )
        back = Job.objects.filter(lost | dead).update(state=Job.State.WAITING, lease=None, lease_until=None)
    return set_aside + back


def run(*, job_id: uuid.UUID | str, district_id: int) -> bool:
    """Do one job now, unless it is done or another has it. Returns whether this call finished it.

    At-least-once delivery ends here: the lease keeps others out while it lives, and a run that lost its lease rolls
    back.
    """
    job = _take_lease(uuid.UUID(str(job_id)), district_id)
    if job is None:
        return False
    try:
        with kept_alive(job, LEASE):
            _do(job)
    except Exception as trouble:
        log.exception("job %s (%s) did not succeed", job.id, job.topic)
        _note_failure(job, trouble)
        return False
    return True


def _take_lease(job_id: uuid.UUID, district_id: int) -> Job | None:
    now = timezone.now()
    free = Q(state__in=[Job.State.WAITING, Job.State.SENT]) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    with in_district(district_id):
        taken = Job.objects.filter(free, pk=job_id, attempts__lt=ATTEMPTS).update(
            state=Job.State.RUNNING, lease=uuid.uuid4(), lease_until=now + LEASE, attempts=F("attempts") + 1
        )
        return Job.objects.get(pk=job_id) if taken else None


def _do(job: Job) -> None:
    """The handler's effects and the mark "done", in one transaction."""
    handle = import_string(_handler_path(job.topic))
    with across_districts(reason=f"outbox: {job.topic}"):
        handle(district_id=job.district_id, payload=job.payload)
        mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease=job.lease)
        kept = {"lease": None, "lease_until": None, "last_error": ""}
        if mine.filter(asked=job.asked).update(state=Job.State.DONE, finished_at=timezone.now(), **kept):
            return
        if not mine.update(state=Job.State.WAITING, attempts=0, run_after=None, **kept):
            raise LeaseLost(f"the lease of job {job.id} was lost")


def _note_failure(job: Job, trouble: Exception) -> None:
    is_last = job.attempts >= ATTEMPTS
    now = timezone.now()
    with in_district(job.district_id):
        Job.objects.filter(pk=job.pk, lease=job.lease).update(
            state=Job.State.QUARANTINED if is_last else Job.State.WAITING,
            lease=None,
            lease_until=None,
            run_after=None if is_last else now + timedelta(seconds=2**job.attempts),
            finished_at=now if is_last else None,
            last_error=f"{type(trouble).__name__}: {trouble}"[:2000],
        )


def unfinished() -> int:
    """How many jobs wait, are sent or run."""
    with across_districts(reason="outbox: count"):
        return Job.objects.filter(state__in=UNFINISHED).count()


def run_waiting(timeout: float = 600.0) -> int:
    """Run every job that is not done, here and now, also those that jobs ask for. Returns how many were finished.

    Waits for jobs that a worker holds, and returns when none is left or `timeout` seconds are over.
    """
    deadline, finished = time.monotonic() + timeout, 0
    while time.monotonic() < deadline:
        with across_districts(reason="outbox: run waiting jobs here"):
            left = list(Job.objects.filter(state__in=UNFINISHED).order_by("created_at"))
        if not left:
            break
        done = sum(run(job_id=job.id, district_id=job.district_id) for job in left)
        finished += done
        if not done:
            time.sleep(0.05)
    return finished


def _due(now: datetime) -> QuerySet[Job]:
    return Job.objects.filter(Q(run_after__isnull=True) | Q(run_after__lte=now), state=Job.State.WAITING)
