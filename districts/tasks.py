"""Celery's side of the outbox: a job's own delivery, and the two beats that make the broker disposable."""

from typing import Any

from celery import Task, shared_task

from districts import outbox


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
