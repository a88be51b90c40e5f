"""How jobs reach the broker, and reach it again."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.db import OperationalError, transaction
from django.utils import timezone

from districts import outbox
from districts.models import Job
from districts.wall import across_districts
from tests.districts.cast import Cast
from tests.districts.counting_jobs import TOPIC, deliver, handler, promise, state_of

pytestmark = pytest.mark.usefixtures("counting_topic")


def test_what_the_broker_lost_is_sent_again_and_each_time_later(cast: Cast, sent: list[str]) -> None:
    job, minutes = promise(cast), []
    start = timezone.now()
    for minute in range(40):
        with time_machine.travel(start + timedelta(minutes=minute, seconds=1), tick=False):
            minutes += [minute] * outbox.relay()
    assert minutes == [0, 1, 3, 7, 15, 31]
    assert sent == [str(job.pk)] * 6


def test_all_that_waits_is_marked_in_one_statement(cast: Cast, sent: list[str], django_assert_num_queries: Any) -> None:
    jobs = [promise(cast, key=str(number)) for number in range(20)]
    with django_assert_num_queries(5):  # a savepoint, the scope, the mark, the scope's end, the savepoint's
        assert outbox.relay() == 20
    assert sorted(sent) == sorted(str(job.pk) for job in jobs)


def test_what_the_broker_does_not_take_is_sent_at_the_next_beat(
    cast: Cast, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, takes = promise(cast), current_app.send_task
    monkeypatch.setattr(current_app, "send_task", refuses)
    assert (outbox.relay(), state_of(job).state) == (0, Job.State.WAITING)
    monkeypatch.setattr(current_app, "send_task", takes)
    assert (outbox.relay(), sent) == (1, [str(job.pk)])


def refuses(*args: Any, **options: Any) -> None:
    raise ConnectionError("no broker")


def test_a_job_is_sent_when_the_transaction_commits(
    cast: Cast, sent: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = promise(cast)
        assert sent == []
    assert (sent, state_of(job).state) == ([str(job.pk)], Job.State.SENT)


def test_what_one_transaction_promises_to_several_districts_is_marked_in_one_statement(
    cast: Cast, sent: list[str], django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    owners = [tenant.id for tenant in (cast.agency, cast.north, cast.south)]
    with django_capture_on_commit_callbacks() as after, across_districts(reason="tests: several districts"):
        jobs = [outbox.enqueue(topic=TOPIC, key="one", payload={}, district_id=owner) for owner in owners]
    with django_assert_num_queries(5):  # as above
        after[0]()
    assert (len(after), sorted(sent)) == (1, sorted(map(str, jobs)))
    with across_districts(reason="tests: several districts"):
        assert set(Job.objects.filter(topic=TOPIC).values_list("state", flat=True)) == {Job.State.SENT}


def test_where_jobs_cannot_be_sent_after_the_commit_nothing_else_fails_and_the_relay_sends_them(
    cast: Cast,
    sent: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    called: list[str] = []
    with monkeypatch.context() as dropped, django_capture_on_commit_callbacks(execute=True):
        job = promise(cast)
        transaction.on_commit(lambda: called.append("another hook"))
        dropped.setattr(outbox, "_mark_sent", connection_drops)
    assert (called, sent, state_of(job).state) == (["another hook"], [], Job.State.WAITING)
    said = " ".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records)
    assert ("Ann" in said, "django.db.utils.OperationalError" in said) == (False, True)
    assert (outbox.relay(), sent) == (1, [str(job.pk)])


def connection_drops(statement: str, **which: Any) -> None:
    raise OperationalError("the connection ended while writing (Ann Lee, 1978-03-02)")


def test_a_job_waits_longer_after_each_failure_before_the_relay_sends_it(cast: Cast, sent: list[str]) -> None:
    job = promise(cast)
    handler.trouble = [ValueError()]
    deliver(job)
    assert outbox.relay() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        assert outbox.relay() == 1


def test_relay_and_reconciler_do_not_wait_behind_jobs_and_workers_look_into_both_queues(settings: Any) -> None:
    beats = [beat for beat in settings.CELERY_BEAT_SCHEDULE.values() if beat["task"].startswith("districts.tasks.re")]
    assert [beat["options"]["queue"] for beat in beats] == ["beats", "beats"]
    assert set(current_app.amqp.queues.consume_from) == {"celery", "beats"}
    assert current_app.amqp.router.route({}, outbox.RUN_JOB)["queue"].name == "celery"


def test_all_that_one_transaction_promised_is_marked_in_one_statement(
    cast: Cast, sent: list[str], django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    with django_capture_on_commit_callbacks() as hooks:
        jobs = [promise(cast, key=str(number)) for number in range(3)]
    assert len(hooks) == 1
    with django_assert_num_queries(5):  # a savepoint, the scope, the mark, the scope's end, the savepoint's
        hooks[0]()
    assert sorted(sent) == sorted(str(job.pk) for job in jobs)


def test_what_fell_with_its_savepoint_is_not_sent_and_what_was_promised_around_it_is(
    cast: Cast, sent: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = promise(cast, key="stands")
        with transaction.atomic():
            promise(cast, key="fell")
            transaction.set_rollback(True)
        second = promise(cast, key="stands, too")
    assert sorted(sent) == sorted([str(first.pk), str(second.pk)])
