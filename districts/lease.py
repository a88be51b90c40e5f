"""A lease that lives as long as the work it covers."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import connections
from django.utils import timezone

from districts import trouble
from districts.models import Job
from districts.wall import in_district
from districts.wall.scope import DATABASE

LAST_BEAT = 5.0  # seconds that the end of the work waits for a renewal that is under way

log = logging.getLogger("districts.outbox")


@contextmanager
def kept_alive(jobs: Sequence[Job], lease: timedelta) -> Iterator[None]:
    """Renew the jobs' lease from a thread, over a connection of its own, until the block ends.

    Within a caller's transaction nobody else can see the lease yet, so there is nothing to renew. A renewal that hangs,
    as on a connection whose other end is gone, is left behind: once the work is over it renews nothing.
    """
    if connections[DATABASE].in_atomic_block:
        yield
        return
    over = threading.Event()
    beat = threading.Thread(target=_renew, args=(jobs, lease, over), name=f"lease-{jobs[0].pk}", daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join(LAST_BEAT)


def _renew(jobs: Sequence[Job], lease: timedelta, over: threading.Event) -> None:
    try:
        while not over.wait(lease.total_seconds() / 3):
            try:
                for job in jobs:
                    with in_district(job.district_id):
                        Job.objects.filter(pk=job.pk, lease=job.lease).update(lease_until=timezone.now() + lease)
            except Exception as failure:  # the next beat tries again; where the lease ends, this run rolls back
                log.error("the lease of job %s was not renewed: %s", jobs[0].pk, trouble.place_of(failure))
    finally:
        connections[DATABASE].close()
