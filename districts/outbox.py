"""Work that cannot get lost: promised in the caller's transaction, done once, however often it is delivered.

A job row is written in the transaction that makes the work necessary. After commit it is sent to a worker; a relay
sends what was not sent, and again what no worker took up; a reconciler takes back what no live lease holds. So the
broker is disposable. A worker takes a lease, and the handler's effects and the mark "done" commit together: a second
delivery finds the job done, or leased, and does nothing.

A handler runs in the scope of the job's own district. A topic that must cross districts says why in EQP_TOPICS. One
that costs little more for many districts than for one does jobs of several at once: under one lease, in one
transaction, and each for itself after a run that failed.
"""

import logging
import time
import uuid
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connections, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from psycopg.types.json import Jsonb

from districts import trouble
from districts.lease import kept_alive
from districts.models import Job
from districts.trouble import LeaseLost
from districts.wall import Scope, across_districts, in_district, in_job
from districts.wall.scope import DATABASE

ATTEMPTS = 5
LEASE = timedelta(seconds=60)
SEND_AGAIN = timedelta(seconds=60)  # after the first sending; each further one waits twice as long
DOUBLINGS = 4
AT_ONCE = 500
WAITS = (2, 4, 8, 16)  # seconds after each failed attempt
LONG_WAITS = (5, 20, 80, 320)  # where what is missing may be back in a few minutes
PASSES = (trouble.STORAGE, trouble.DATABASE, trouble.MEMORY, trouble.TIME, trouble.STOPPED)
RUN_JOB = "districts.tasks.run_job"
UNFINISHED = (Job.State.WAITING, Job.State.SENT, Job.State.RUNNING)

ANEW = ", ".join(
    f"{name} = CASE WHEN old.state IN ('done', 'quarantined') THEN excluded.{name} ELSE old.{name} END"
    for name in ("state", "attempts", "sends", "run_after", "finished_at", "last_error")
)
PROMISE = f"""
INSERT INTO districts_job AS old (id, district_id, topic, key, payload, state, asked, heard, attempts, sends,
    last_error, created_at)
VALUES (%(id)s, %(district_id)s, %(topic)s, %(key)s, %(payload)s, 'waiting', 1, 0, 0, 0, '', %(now)s)
ON CONFLICT (district_id, topic, key) DO UPDATE SET asked = old.asked + 1, payload = excluded.payload, {ANEW}
RETURNING id
"""  # noqa: S608 -- of names of columns that stand here
MARK_SENT = """
UPDATE districts_job SET state = 'sent', sent_at = %(now)s, sends = least(sends + 1, 100),
    run_after = %(now)s + %(wait)s * power(2, least(sends, %(doublings)s))
WHERE {which} RETURNING id, district_id
"""
TAKE = """
UPDATE districts_job SET state = 'running', lease = %(lease)s, lease_until = %(now)s + %(length)s,
    attempts = attempts + 1, heard = asked
WHERE id = %(id)s AND attempts < %(most)s AND (state = 'sent' OR state = 'running' AND lease_until < %(now)s
    OR state = 'waiting' AND (%(early)s OR coalesce(run_after, %(now)s) <= %(now)s))
RETURNING *
"""
TAKE_ALONG = """
UPDATE districts_job SET state = 'running', lease = %(lease)s, lease_until = %(now)s + %(length)s, attempts = 1,
    heard = asked
WHERE id = ANY(ARRAY(SELECT id FROM districts_job WHERE topic = %(topic)s AND attempts = 0
    AND (state = 'sent' OR state = 'waiting' AND coalesce(run_after, %(now)s) <= %(now)s)
    ORDER BY district_id LIMIT %(many)s FOR UPDATE SKIP LOCKED))
RETURNING *
"""  # an array is made once; what stands after IN may be looked for again, and then others are found
SEND_THESE = MARK_SENT.format(
    which="id IN (SELECT id FROM districts_job WHERE id = ANY(%(ids)s) AND state = 'waiting'"
    " AND coalesce(run_after, %(now)s) <= %(now)s FOR UPDATE SKIP LOCKED)"
)
SEND_DUE = MARK_SENT.format(
    which="id = ANY(ARRAY(SELECT id FROM districts_job WHERE state IN ('waiting', 'sent')"
    " AND coalesce(run_after, %(now)s) <= %(now)s ORDER BY created_at LIMIT %(at_once)s FOR UPDATE SKIP LOCKED))"
)

log = logging.getLogger("districts.outbox")


@dataclass(frozen=True)
class Topic:
    """What a job of this topic does. `do` and `set_aside` name functions.

    do: `def do(*, district_id: int, payload: dict) -> None`. set_aside: the same with `reason`, a code of
    `districts.trouble`; called with the last failure, in one transaction with the job's own mark. crosses: why the
    topic needs the rows of all districts; blank: it has those of the job's district. at_once: jobs of how many
    districts one run may do; with more than one, `do` is `def do(*, district_ids: list[int]) -> None`.
    """

    do: str
    set_aside: str = ""
    crosses: str = ""
    at_once: int = 1


def topic_of(name: str) -> Topic:
    topics: dict[str, dict[str, Any]] = getattr(settings, "EQP_TOPICS", {})
    if name not in topics:
        raise ValueError(f"no handler for topic {name!r}: name one in settings.EQP_TOPICS")
    return Topic(**topics[name])


class _Promised:
    """The jobs that the current transaction has promised; called after its commit, it hands them to the broker. What
    was committed stands, so trouble is logged and not raised: the relay sends what was not sent.
    """

    def __init__(self) -> None:
        self.jobs: dict[int, list[uuid.UUID]] = defaultdict(list)  # by district

    def __call__(self) -> None:
        try:
            with self._scope():
                taken = _mark_sent(SEND_THESE, ids=[one for ids in self.jobs.values() for one in ids])
            _hand_over(taken)
        except Exception as failure:  # not left to Django's `robust`, which logs the text of the exception
            log.error("jobs were not sent after the commit: %s", trouble.place_of(failure))

    def _scope(self) -> AbstractContextManager[Scope]:
        if len(self.jobs) == 1:
            return in_district(next(iter(self.jobs)))
        return across_districts(reason="outbox: what one transaction has promised to several districts")


def enqueue(*, topic: str, key: str, payload: dict[str, Any], district_id: int) -> uuid.UUID:
    """Promise work in the caller's transaction, and send it to a worker after commit. Returns the job's id.

    The key names the work within topic and district. Asked again while it waits, the job stays as it is; while it
    runs, it will run once more; finished, it starts anew. A different payload under the same key replaces the one that
    waits. One statement, and after commit one for all that was promised.
    """
    topic_of(topic)
    work: dict[str, Any] = {"district_id": district_id, "topic": topic, "key": key, "payload": Jsonb(payload)}
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(PROMISE, {"id": uuid.uuid4(), "now": timezone.now(), **work})
        job_id: uuid.UUID = cursor.fetchone()[0]
    _promised().jobs[district_id].append(job_id)
    return job_id


def _promised() -> _Promised:
    """What is called after this commit. A savepoint that falls takes with it what was first promised within."""
    hooks = (entry[1] for entry in connections[DATABASE].run_on_commit)
    known = next((hook for hook in hooks if isinstance(hook, _Promised)), None)
    if known is None:
        known = _Promised()
        transaction.on_commit(known, using=DATABASE)
    return known


def relay() -> int:
    """Send every job whose time has come: those that wait, and those that were sent and not taken up. Returns how
    many.
    """
    with across_districts(reason="outbox: relay"):
        taken = _mark_sent(SEND_DUE, at_once=AT_ONCE)
    return _hand_over(taken)


def _mark_sent(statement: str, **which: Any) -> list[tuple[uuid.UUID, int]]:
    """Mark jobs as sent; their ids and districts."""
    wait: dict[str, Any] = {"now": timezone.now(), "wait": SEND_AGAIN, "doublings": DOUBLINGS}
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(statement, {**wait, **which})
        return list(cursor.fetchall())


def _hand_over(jobs: Sequence[tuple[uuid.UUID, int]]) -> int:
    """Give sent jobs to the broker. Killed here, they are sent again when their time is over; where the broker does not
    take them, at once.
    """
    for done, (job_id, district_id) in enumerate(jobs):
        try:
            current_app.send_task(RUN_JOB, kwargs={"job_id": str(job_id), "district_id": district_id}, retry=False)
        except Exception as refusal:
            log.warning("the broker took %s of %s jobs: %s", done, len(jobs), trouble.place_of(refusal))
            with across_districts(reason="outbox: the broker did not take them"):
                unsent = Job.objects.filter(state=Job.State.SENT, pk__in=[left for left, _ in jobs[done:]])
                unsent.update(state=Job.State.WAITING, run_after=None)
            return done
    return len(jobs)


def reconcile() -> int:
    """Take back what was running when its worker died; set aside what has died five times. Returns how many."""
    dead = Q(state=Job.State.RUNNING, lease_until__lt=timezone.now())
    with across_districts(reason="outbox: reconcile"):
        back = Job.objects.filter(dead, attempts__lt=ATTEMPTS).update(
            state=Job.State.WAITING, run_after=None, lease=None, lease_until=None
        )
        spent = list(Job.objects.filter(dead))
    return back + sum(_set_aside(job, trouble.STOPPED) for job in spent)


def run(*, job_id: uuid.UUID | str, district_id: int, early: bool = False) -> bool:
    """Do one job now, unless it is done, another has it, or it failed and its next attempt is not due; `early`: that,
    too. Returns whether this call finished it; others of its topic may have been done with it.

    At-least-once delivery ends here: the lease keeps others out while it lives, and a run that lost its lease rolls
    back.
    """
    return _run(uuid.UUID(str(job_id)), district_id, early=early) > 0


def _run(job_id: uuid.UUID, district_id: int, *, early: bool = False) -> int:
    """How many jobs were finished."""
    job = _take_lease(job_id, district_id, early=early)
    if job is None:
        return 0
    jobs = [job, *_take_along(job)]
    try:
        with kept_alive(jobs, LEASE):
            _do(jobs)
    except Exception as failure:
        log.error("job %s (%s) did not succeed: %s", job.id, job.topic, trouble.place_of(failure))
        for one in jobs:
            _note_failure(one, trouble.code_of(failure))
        return 0
    return len(jobs)


def _take_lease(job_id: uuid.UUID, district_id: int, *, early: bool = False) -> Job | None:
    """The job as it is taken, in one statement; None where there is none to take."""
    which = {"id": job_id, "most": ATTEMPTS, "early": early}
    with in_district(district_id):
        lease = {"lease": uuid.uuid4(), "length": LEASE, "now": timezone.now()}
        return next(iter(Job.objects.raw(TAKE, {**which, **lease})), None)


def _take_along(job: Job) -> list[Job]:
    """Other jobs of its topic that wait for their first attempt, as they are taken, under the same lease; none where
    the topic does one at a time, or this one has failed before.
    """
    many = topic_of(job.topic).at_once - 1
    if many < 1 or job.attempts > 1:
        return []
    which = {"topic": job.topic, "many": many}
    with across_districts(reason="outbox: work that is done for several districts at once"):
        lease = {"lease": job.lease, "length": LEASE, "now": timezone.now()}
        return sorted(Job.objects.raw(TAKE_ALONG, {**which, **lease}), key=lambda one: one.district_id)


def _scope(job: Job) -> AbstractContextManager[Scope]:
    """Where a job's handler runs: in its district, or across all where its topic says why."""
    why = topic_of(job.topic).crosses
    return across_districts(reason=f"outbox: {job.topic}: {why}") if why else in_job(job.district_id)


def _do(jobs: Sequence[Job]) -> None:
    """The handler's effects and the mark "done", in one transaction."""
    job, topic = jobs[0], topic_of(jobs[0].topic)
    handle = import_string(topic.do)
    with _scope(job):
        if topic.at_once > 1:
            handle(district_ids=[one.district_id for one in jobs])
        else:
            handle(district_id=job.district_id, payload=job.payload)
        ended = _end(jobs, Job.State.DONE)
        if ended < len(jobs) and ended + _wait_again(jobs) < len(jobs):
            raise LeaseLost(f"the lease of job {job.id} was lost")


def _held(jobs: Sequence[Job]) -> QuerySet[Job]:
    """The jobs' rows, while this run has their lease."""
    return Job.objects.filter(pk__in=[one.pk for one in jobs], state=Job.State.RUNNING, lease=jobs[0].lease)


def _end(jobs: Sequence[Job], state: Job.State, reason: str = "") -> int:
    """Nothing more is to be done, unless somebody asked again since the run began."""
    ended = {"state": state, "finished_at": timezone.now(), "last_error": reason, "run_after": None}
    return _held(jobs).filter(asked=F("heard")).update(lease=None, lease_until=None, **ended)


def _wait_again(jobs: Sequence[Job], reason: str = "") -> int:
    """Asked for while they ran: a new piece of work, with attempts of its own."""
    anew = {"attempts": 0, "sends": 0, "last_error": reason, "run_after": None}
    return _held(jobs).update(state=Job.State.WAITING, lease=None, lease_until=None, **anew)


def _note_failure(job: Job, reason: str) -> None:
    """Another attempt, later each time; after the last one the job is set aside."""
    if job.attempts >= ATTEMPTS:
        _set_aside(job, reason)
        return
    seconds = (LONG_WAITS if reason in PASSES else WAITS)[job.attempts - 1]
    with in_district(job.district_id):
        Job.objects.filter(pk=job.pk, lease=job.lease).update(
            state=Job.State.WAITING,
            lease=None,
            lease_until=None,
            sends=0,
            run_after=timezone.now() + timedelta(seconds=seconds),
            last_error=reason,
        )


def _set_aside(job: Job, reason: str) -> bool:
    """Give a job up and tell whoever promised it, in one transaction; asked for in the meantime, it waits again. Where
    that fails, the reconciler tries again. Returns whether this call settled it.
    """
    try:
        with _scope(job):
            if not _end([job], Job.State.QUARANTINED, reason):
                return bool(_wait_again([job], reason))
            tell = topic_of(job.topic).set_aside
            if tell:
                import_string(tell)(district_id=job.district_id, payload=job.payload, reason=reason)
    except Exception as failure:
        log.error("job %s (%s) could not be set aside: %s", job.id, job.topic, trouble.place_of(failure))
        return False
    return True


def unfinished() -> int:
    """How many jobs wait, are sent or run."""
    with across_districts(reason="outbox: count"):
        return Job.objects.filter(state__in=UNFINISHED).count()


def run_waiting(timeout: float = 600.0) -> int:
    """Run every job that is not done, here and now, also those that jobs ask for, and those that failed before their
    next attempt is due. Returns how many were finished.

    Waits for jobs that a worker holds, and returns when none is left or `timeout` seconds are over.
    """
    deadline, finished = time.monotonic() + timeout, 0
    while time.monotonic() < deadline:
        with across_districts(reason="outbox: run waiting jobs here"):
            left = list(Job.objects.filter(state__in=UNFINISHED).order_by("created_at"))
        if not left:
            break
        done = sum(_run(job.id, job.district_id, early=True) for job in left)
        finished += done
        if not done:
            time.sleep(0.05)
    return finished
