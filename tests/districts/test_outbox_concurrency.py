"""The outbox with real commits and workers that run at the same time."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from districts import audit, lease, outbox
from districts.models import AuditEvent, Job, Membership, Region
from districts.wall import across_districts, in_district
from tests.districts.cast import build_cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def long_work(*, district_id: int, payload: dict[str, Any]) -> None:
    Region.objects.create(code=payload["code"], name="an effect")
    time.sleep(payload["seconds"])


def in_threads(count: int, work: Any) -> list[Any]:
    """Run `work(n)` in several threads at once; each has its own connection to the database."""
    results: list[Any] = [None] * count

    def one(n: int) -> None:
        try:
            results[n] = work(n)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_lease_lives_as_long_as_the_work_and_keeps_other_workers_out(settings: Any, monkeypatch: Any) -> None:
    cast = build_cast()
    settings.EQP_TOPICS = {"tests.long": {"do": f"{__name__}.long_work", "crosses": "regions are nobody's own"}}
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=0.6))
    with in_district(cast.north.id):
        payload = {"code": "once", "seconds": 1.5}
        job_id = outbox.enqueue(topic="tests.long", key="x", payload=payload, district_id=cast.north.id)

    def worker(n: int) -> bool:
        time.sleep(n * 0.5)  # the third comes when the lease would be over, had nobody renewed it
        outbox.reconcile()
        return outbox.run(job_id=job_id, district_id=cast.north.id)

    assert in_threads(3, worker) == [True, False, False]
    with across_districts(reason="tests"):
        done = Job.objects.get(pk=job_id)
        assert (done.state, done.attempts, Region.objects.filter(code="once").count()) == (Job.State.DONE, 1, 1)


def test_a_renewal_that_fails_or_hangs_tells_no_text_and_does_not_hold_the_work(
    monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lease, "LAST_BEAT", 0.1)
    is_back, hung = threading.Event(), threading.Event()

    def fails_and_then_hangs(district_id: int) -> Any:
        if not caplog.records:
            raise OperationalError("the connection ended while writing (Ann Lee, 1978-03-02)")
        hung.set()
        is_back.wait(30)
        raise OperationalError("Ann Lee")

    monkeypatch.setattr(lease, "in_district", fails_and_then_hangs)
    job = Job(district_id=1)
    with lease.kept_alive([job], timedelta(seconds=0.3)):
        assert hung.wait(10)
    (beat,) = (one for one in threading.enumerate() if one.name == f"lease-{job.pk}")
    assert beat.is_alive()
    is_back.set()
    beat.join(10)
    said = " ".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records)
    assert (beat.is_alive(), "Ann" in said, said.count("django.db.utils.OperationalError")) == (False, False, 2)


def test_the_same_work_promised_by_two_at_once_is_one_job(settings: Any) -> None:
    cast = build_cast()
    settings.EQP_TOPICS = {"tests.long": {"do": f"{__name__}.long_work", "crosses": "regions are nobody's own"}}

    def promise(n: int) -> Any:
        with in_district(cast.north.id):
            return outbox.enqueue(topic="tests.long", key="same", payload={}, district_id=cast.north.id)

    assert len(set(in_threads(4, promise))) == 1


def test_events_written_at_the_same_time_still_form_one_chain() -> None:
    cast = build_cast()

    def write(n: int) -> None:
        for _ in range(5):
            with in_district(cast.north.id):
                member = Membership.objects.get(pk=cast.north.member("certifier").pk)
                audit.record(verb="noted", obj=member, detail={"n": n}, by=member)

    before = audit_count(cast.north.id)
    in_threads(4, write)
    with in_district(cast.north.id):
        report = audit.check_chain(cast.north.id)
    assert (report.ok, report.events) == (True, before + 20)


def audit_count(district_id: int) -> int:
    with in_district(district_id):
        return AuditEvent.objects.count()
