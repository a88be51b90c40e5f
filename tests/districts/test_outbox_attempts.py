"""Attempts that fail, workers that die, and jobs that are set aside in the end."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from districts import outbox
from districts.models import Job
from districts.trouble import TookTooLong
from tests.districts.cast import Cast
from tests.districts.counting_jobs import TOPIC, deliver, deliver_in_time, handler, promise, state_of, topic

pytestmark = pytest.mark.usefixtures("counting_topic")


def test_a_failed_attempt_leaves_no_effect_and_is_tried_again(cast: Cast) -> None:
    job = promise(cast)
    handler.trouble = [RuntimeError("the disk was full")]
    assert deliver(job) is False
    seen = state_of(job)
    assert (seen.state, seen.attempts, seen.last_error) == (Job.State.WAITING, 1, "unexpected")
    assert handler.effects() == 0
    assert deliver_in_time(job) is True
    assert (handler.effects(), state_of(job).last_error) == (1, "")


@pytest.mark.parametrize(
    ("failure", "waits"),
    [
        (ValueError(), [2, 4, 8, 16]),
        (OSError(), [5, 20, 80, 320]),
        (IntegrityError(), [5, 20, 80, 320]),
        (TookTooLong(), [5, 20, 80, 320]),
    ],
)
def test_the_next_attempt_is_due_later_each_time_and_in_minutes_where_trouble_may_pass(
    cast: Cast, failure: Exception, waits: list[int]
) -> None:
    job = promise(cast)
    handler.trouble, waited = [failure] * 4, []
    for _ in waits:
        due = max(timezone.now(), state_of(job).run_after or timezone.now())
        with time_machine.travel(due, tick=False):
            deliver(job)
            now, then = timezone.now(), state_of(job).run_after
            assert then is not None
            waited.append(int((then - now).total_seconds()))
    assert waited == waits
    assert deliver_in_time(job) is True


def test_delivered_twice_or_asked_for_again_a_failed_job_waits_until_its_next_attempt_is_due(
    cast: Cast, sent: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    job = promise(cast)
    handler.trouble = [OSError()]
    assert [deliver(job), deliver(job)] == [False, False]
    with django_capture_on_commit_callbacks(execute=True):
        promise(cast)
    seen = state_of(job)
    assert (seen.state, seen.attempts, len(handler.calls), sent) == (Job.State.WAITING, 1, 1, [])
    assert (deliver_in_time(job), handler.effects()) == (True, 1)


def test_after_five_attempts_it_is_set_aside_with_the_reason(cast: Cast) -> None:
    job, healthy = promise(cast), promise(cast, key="two")
    handler.trouble = [ValueError(f"attempt {n}") for n in range(1, 6)]
    for _ in range(7):
        deliver_in_time(job)
    seen = state_of(job)
    assert (seen.state, seen.attempts, seen.last_error) == (Job.State.QUARANTINED, 5, "unexpected")
    assert (len(handler.calls), handler.effects()) == (5, 0)
    assert outbox.run_waiting() == 1
    assert state_of(healthy).state == Job.State.DONE


def test_asked_for_again_a_job_set_aside_starts_anew(cast: Cast) -> None:
    job = promise(cast)
    handler.trouble = [ValueError()] * 5
    outbox.run_waiting()
    promise(cast)
    assert outbox.run_waiting() == 1
    assert (state_of(job).state, state_of(job).attempts) == (Job.State.DONE, 1)


def test_asked_for_while_the_last_attempt_fails_it_waits_again_with_attempts_of_its_own(
    cast: Cast, settings: Any
) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("handler", is_told=True)}
    job = promise(cast)
    last = last_attempt(job)
    promise(cast, upload_id="new")
    outbox._note_failure(last, "storage")
    seen = state_of(job)
    assert (seen.state, seen.attempts, seen.last_error, handler.told) == (Job.State.WAITING, 0, "storage", [])
    assert (outbox.run_waiting(), handler.calls) == (1, [(cast.north.id, {"upload_id": "new"})])


def test_asked_for_while_the_last_attempt_dies_it_waits_again_with_attempts_of_its_own(cast: Cast) -> None:
    job = promise(cast)
    last_attempt(job)
    promise(cast)
    with time_machine.travel(timezone.now() + outbox.LEASE + timedelta(seconds=1)):
        assert (outbox.reconcile(), outbox.reconcile()) == (1, 0)
    assert (state_of(job).state, state_of(job).attempts) == (Job.State.WAITING, 0)


def last_attempt(job: Job) -> Job:
    """The job as a worker has it in hand for the fifth time."""
    handler.trouble = [ValueError()] * 4
    for _ in range(4):
        deliver_in_time(job)
    handler.calls.clear()
    taken = outbox._take_lease(job.pk, job.district_id, early=True)
    assert taken is not None
    return taken


def test_while_one_worker_has_the_lease_another_leaves_it_alone(cast: Cast) -> None:
    job = promise(cast)
    assert outbox._take_lease(job.pk, cast.north.id) is not None
    assert deliver(job) is False
    assert handler.calls == []


def test_the_job_of_a_worker_that_died_is_taken_back_and_run(cast: Cast) -> None:
    job = promise(cast)
    outbox._take_lease(job.pk, cast.north.id)
    assert outbox.reconcile() == 0
    with time_machine.travel(timezone.now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.reconcile() == 1
        assert state_of(job).state == Job.State.WAITING
        assert deliver(job) is True


def test_a_worker_that_lost_its_lease_keeps_nothing_of_its_run(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("is_overtaken")}
    job = promise(cast)
    assert deliver(job) is False
    assert handler.effects() == 0
    assert state_of(job).last_error == "lease"


def test_a_job_that_kills_its_worker_five_times_is_set_aside(cast: Cast) -> None:
    job = promise(cast)
    now = timezone.now()
    for death in range(1, 6):
        with time_machine.travel(now + death * (outbox.LEASE + timedelta(seconds=1)), tick=False):
            outbox.reconcile()
            outbox._take_lease(job.pk, cast.north.id)
    with time_machine.travel(now + 6 * (outbox.LEASE + timedelta(seconds=1)), tick=False):
        outbox.reconcile()
    assert (state_of(job).state, state_of(job).last_error) == (Job.State.QUARANTINED, "stopped")


def test_who_promised_a_job_is_told_when_it_is_set_aside(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("handler", is_told=True)}
    promise(cast, upload_id="u1")
    handler.trouble = [OSError("disk full")] * 5
    outbox.run_waiting()
    assert handler.told == [(cast.north.id, {"upload_id": "u1"}, "storage")]


def test_until_it_can_be_told_a_job_is_not_set_aside(cast: Cast, settings: Any) -> None:
    settings.EQP_TOPICS = {TOPIC: topic("handler", is_told=True)}
    job = promise(cast)
    handler.trouble, handler.deaf = [ValueError()] * 5, True
    for _ in range(5):
        deliver_in_time(job)
    assert state_of(job).state == Job.State.RUNNING
    handler.deaf = False
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        assert (outbox.reconcile(), outbox.reconcile()) == (1, 0)
    assert (state_of(job).state, len(handler.told)) == (Job.State.QUARANTINED, 1)


def test_the_text_of_an_error_is_neither_kept_nor_logged(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    job = promise(cast)
    cause = ValueError("Failing row contains (Ann Lee, 1978-03-02)")
    handler.trouble = [IntegrityError("Ann Lee")]
    handler.trouble[0].__cause__ = cause
    deliver(job)
    said = " ".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records)
    assert ("Ann" in said, f"job {job.pk}" in said, "builtins.ValueError" in said) == (False, True, True)
    assert state_of(job).last_error == "database"
