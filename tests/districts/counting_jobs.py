"""A topic that counts its effects, and what its tests do with a job of it."""

import uuid
from typing import Any

import time_machine
from django.db import connection
from django.utils import timezone

from districts import outbox, tasks
from districts.models import Job, Region
from districts.wall import across_districts, in_district
from tests.districts.cast import Cast

TOPIC = "tests.count"


class Handler:
    """Counts its effects in the database, so that a rollback takes them back. `trouble` raises on the next runs."""

    trouble: list[Exception]

    calls: list[tuple[int, dict[str, Any]]]

    seen: set[int]

    told: list[tuple[int, dict[str, Any], str]]

    deaf: bool

    def forget(self) -> None:
        self.trouble, self.calls, self.seen, self.told, self.deaf = [], [], set(), [], False

    def __call__(self, *, district_id: int, payload: dict[str, Any]) -> None:
        self.calls.append((district_id, payload))
        Region.objects.create(code=uuid.uuid4().hex[:20], name="an effect")
        if self.trouble:
            raise self.trouble.pop(0)

    @staticmethod
    def effects() -> int:
        return Region.objects.count()


handler = Handler()


def alone(do: str) -> dict[str, str]:
    """A topic whose job sees the rows of its district, by the name of a function here."""
    return {"do": f"{__name__}.{do}"}


def topic(do: str, *, is_told: bool = False) -> dict[str, str]:
    """One that sees everybody's; `is_told`: somebody wants to know when a job is set aside."""
    told = {"set_aside": f"{__name__}.noted"} if is_told else {}
    return {**alone(do), "crosses": "regions, its effect, are nobody's own", **told}


def promise(cast: Cast, key: str = "one", **payload: Any) -> Job:
    with in_district(cast.north.id):
        return Job.objects.get(pk=outbox.enqueue(topic=TOPIC, key=key, payload=payload, district_id=cast.north.id))


def state_of(job: Job) -> Job:
    with across_districts(reason="tests"):
        return Job.objects.get(pk=job.pk)


def deliver(job: Job) -> bool:
    return tasks.run_job(job_id=str(job.pk), district_id=job.district_id)


def deliver_in_time(job: Job) -> bool:
    """Once its next attempt is due."""
    with time_machine.travel(max(timezone.now(), state_of(job).run_after or timezone.now()), tick=False):
        return deliver(job)


def asks_once_more(*, district_id: int, payload: dict[str, Any]) -> None:
    handler(district_id=district_id, payload=payload)
    if len(handler.calls) == 1:
        outbox.enqueue(topic=TOPIC, key="one", payload=payload, district_id=district_id)


def is_overtaken(*, district_id: int, payload: dict[str, Any]) -> None:
    handler(district_id=district_id, payload=payload)
    Job.objects.update(lease=uuid.uuid4())


def looks_around(*, district_id: int, payload: dict[str, Any]) -> None:
    with connection.cursor() as cursor:  # past the ORM's own filter
        cursor.execute("SELECT DISTINCT district_id FROM districts_membership")
        handler.seen = {row[0] for row in cursor.fetchall()}


def noted(*, district_id: int, payload: dict[str, Any], reason: str) -> None:
    if handler.deaf:
        raise RuntimeError("not now")
    handler.told.append((district_id, payload, reason))


def for_several(*, district_ids: list[int]) -> None:
    for one in district_ids:
        handler(district_id=one, payload={})


def for_several_and_again(*, district_ids: list[int]) -> None:
    for_several(district_ids=district_ids)
    if len(district_ids) > 1:
        outbox.enqueue(topic=TOPIC, key="x", payload={}, district_id=district_ids[-1])
