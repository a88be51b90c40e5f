"""Celery's side of the outbox: a job's own delivery, and the two beats that make the broker disposable. Beside it, the
beat that checks the records of events.
"""

from typing import Any

from celery import Task, shared_task

from districts import actions, outbox
from districts.models import District
from districts.wall import across_districts


class DistrictTask(Task):
    """A task that names its district as an argument; a message header never decides whose rows are touched."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        district_id = kwargs.get("district_id")
        if not isinstance(district_id, int) or isinstance(district_id, bool):
            raise TypeError(f"{self.name} needs district_id as an argument")
        return super().__call__(*args, **kwargs)


@shared_task(base=DistrictTask)
def run_job(*, job_id: str, district_id: int) -> bool:
    return outbox.run(job_id=job_id, district_id=district_id)


@shared_task
def relay() -> int:
    return outbox.relay()


@shared_task
def reconcile() -> int:
    return outbox.reconcile()


@shared_task
def check_records() -> int:
    """Every district's record, in a transaction each. Returns how many are not whole."""
    broken = 0
    for district in District.objects.order_by("org_code"):
        with across_districts(reason="audit: every district's record"):
            broken += not actions.check_record(district=district).ok
    return broken
