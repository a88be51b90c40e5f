"""A lease that lives as long as the work it covers."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connections
from django.utils import timezone

from districts.models import Job
from districts.wall import in_district
from districts.wall.scope import DATABASE

log = logging.getLogger("districts.outbox")


@contextmanager
def kept_alive(job: Job, lease: timedelta) -> Iterator[None]:
    """Renew the job's lease from a thread, over a connection of its own, until the block ends.

    Within a caller's transaction nobody else can see the lease yet, so there is nothing to renew.
    """
    if connections[DATABASE].in_atomic_block:
        yield
        return
    over = threading.Event()
    beat = threading.Thread(target=_renew, args=(job, lease, over), name=f"lease-{job.pk}", daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def _renew(job: Job, lease: timedelta, over: threading.Event) -> None:
    try:
        while not over.wait(lease.total_seconds() / 3):
            try:
                with in_district(job.district_id):
                    Job.objects.filter(pk=job.pk, lease=job.lease).update(lease_until=timezone.now() + lease)
            except Exception:  # the next beat tries again; a lease that ends is taken over, and this run rolls back
                log.exception("the lease of job %s was not renewed", job.pk)
    finally:
        connections[DATABASE].close()
